/** The path of a looping film through the noise of its keyframes. */
import { DiffusionError } from './diffusionError.ts';
import { slerp } from './slerp.ts';

/**
 * A closed loop: from keyframe to keyframe and from the last back to the first, `frames` frames
 * spread evenly over it. Frame 0 is keyframe 0; frame `frames` would be it again and is the one that
 * isn't drawn, so that the seam is a step like any other.
 * @param keyframes noises of one length, 2 or more
 * @param frames whole number from 1
 * @returns the noise of a frame; any whole number, counted round the loop
 * @throws DiffusionError for fewer than two keyframes, unlike lengths or no frames
 */
export function morphLatents(keyframes: Float32Array[], frames: number): (frame: number) => Float32Array {
  const segments = keyframes.length;
  if (segments < 2) throw new DiffusionError('A morph needs two keyframes or more.', 'Add keyframes.');
  if (!Number.isInteger(frames) || frames < 1) {
    throw new DiffusionError(`A morph of ${frames} frames can't be drawn.`, 'Ask for a longer film.');
  }
  if (keyframes.some(({ length }) => length !== keyframes[0]?.length)) {
    throw new DiffusionError('The keyframes are of different sizes.', 'Draw all keyframes at one size.');
  }
  return (frame) => {
    const around = ((frame % frames) + frames) % frames;
    // Whole-number arithmetic up to the last division: keyframes are met exactly.
    const position = around * segments;
    const segment = Math.floor(position / frames);
    const from = keyframes[segment] as Float32Array;
    const to = keyframes[(segment + 1) % segments] as Float32Array;
    return slerp(from, to, (position % frames) / frames);
  };
}

/** The path of a looping film through the noise of its keyframes. */
import { DiffusionError } from './diffusionError.ts';
import type { NoiseStream } from './samplers/sampler.ts';
import { slerp } from './slerp.ts';

/** Where a frame stands: between two keyframes, by their places in the film. */
export interface MorphPlace {
  from: number;
  to: number;
  /** 0 at `from`, below 1. */
  share: number;
}

/**
 * A closed loop: from keyframe to keyframe and from the last back to the first, `frames` frames
 * spread evenly over it. Frame 0 is keyframe 0; frame `frames` would be it again and is the one that
 * isn't drawn, so that the seam is a step like any other.
 * @param frame any whole number, counted round the loop
 * @param keyframes how many; 2 or more
 * @param frames whole number from 1
 * @throws DiffusionError for fewer than two keyframes or no frames
 */
export function morphPlace(frame: number, keyframes: number, frames: number): MorphPlace {
  if (keyframes < 2) throw new DiffusionError('A morph needs two keyframes or more.', 'Add keyframes.');
  if (!Number.isInteger(frames) || frames < 1) {
    throw new DiffusionError(`A morph of ${frames} frames can't be drawn.`, 'Ask for a longer film.');
  }
  const around = ((frame % frames) + frames) % frames;
  // Whole-number arithmetic up to the last division: keyframes are met exactly.
  const position = around * keyframes;
  const from = Math.floor(position / frames);
  return { from, to: (from + 1) % keyframes, share: (position % frames) / frames };
}

/**
 * The noises of a film's frames.
 *
 * A frame's noises, the first and those that a sampler adds later, all lie between the two keyframes' at the same
 * place. What is added on the way so moves as smoothly as the start, and a keyframe is the picture of its seed.
 * @param keyframes for each, its noises from the beginning; 2 or more. Where neighbours are the same function, nothing
 *   moves between them
 * @param frames whole number from 1
 * @returns the noises of a frame from the beginning; any whole number, counted round the loop. Drawing throws
 *   DiffusionError where keyframes have unlike lengths
 * @throws DiffusionError as `morphPlace` does
 */
export function morphNoise(keyframes: readonly (() => NoiseStream)[], frames: number): (frame: number) => NoiseStream {
  const placeOf = (frame: number) => morphPlace(frame, keyframes.length, frames);
  placeOf(0);
  return (frame) => {
    const { from, to, share } = placeOf(frame);
    const [start, end] = [keyframes[from], keyframes[to]] as [() => NoiseStream, () => NoiseStream];
    if (start === end) return start();
    const [before, after] = [start(), end()];
    return () => slerp(before(), after(), share);
  };
}

import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';

/** How long each frame of a GIF stands, in the format's unit: whole hundredths of a second. */

/** Viewers show frames of 0 or 1 hundredth for 10 instead, so no frame is shorter than this. */
const SHORTEST = 2;
/** The delay is a 16-bit number in the file (GIF89a, Graphic Control Extension). */
const LONGEST = 0xffff;

/**
 * Spreads a duration over frames so that every frame ends within half a hundredth of its due time: 30 frames a second
 * become delays of 3, 3, 4. The delays add up to the duration, rounded to a hundredth.
 *
 * @param frames number of frames, 1 or more
 * @param duration seconds for one round of the film
 * @returns one delay a frame, in hundredths of a second, each 2 to 65535
 * @throws StudioError `bad-setting` when the frames would be shorter or longer than a GIF can say
 */
export function frameDelays(frames: number, duration: number): number[] {
  const total = Math.round(duration * 100);
  // A film whose duration does not hold whole frames may ask for a hair less than the shortest delay on average.
  const shortest = SHORTEST * frames;
  if (total < shortest - frames / 2) {
    throw studioError(
      'bad-setting',
      say('{frames} frames in {duration} s are more than the 50 a second that a GIF can show.', { frames, duration }),
      'Lower the frames per second, or make the film longer.',
    );
  }
  if (total > LONGEST * frames) {
    throw studioError(
      'bad-setting',
      say('{frames} frames are too few for {duration} s: a GIF can show a frame for 655 s at most.', {
        frames,
        duration,
      }),
      'Raise the frames per second, or make the film shorter.',
    );
  }
  const spread = Math.max(total, shortest);
  const endOf = (frame: number) => Math.round((frame * spread) / frames);
  return Array.from({ length: frames }, (_, frame) => endOf(frame + 1) - endOf(frame));
}

/** The delays of a GIF's frames add up to the duration that was asked for. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { TIMING_SETTINGS } from '../../../src/contract/settings/filmSettings.ts';
import { frameDelays } from '../../../workers/film/gif/frameDelays.ts';

const sum = (delays: number[]) => delays.reduce((total, delay) => total + delay, 0);

describe('frameDelays', () => {
  test('30 frames a second become 3, 3, 4 hundredths, and 15 seconds stay 15 seconds', () => {
    const delays = frameDelays(450, 15);
    expect(delays.slice(0, 6)).toEqual([3, 4, 3, 3, 4, 3]);
    expect(sum(delays)).toBe(1500);
  });

  test('one frame stands for the whole duration', () => {
    expect(frameDelays(1, 2.5)).toEqual([250]);
  });

  test('every film the settings allow keeps its duration, its pace and the shortest delay', () => {
    const duration = TIMING_SETTINGS.duration.limits;
    const framesPerSecond = TIMING_SETTINGS.framesPerSecond.limits;
    fc.assert(
      fc.property(
        fc.double({ min: duration.min, max: duration.max, noNaN: true }),
        fc.integer({ min: framesPerSecond.min, max: framesPerSecond.max }),
        (seconds, rate) => {
          const frames = Math.max(1, Math.round(seconds * rate));
          const delays = frameDelays(frames, seconds);
          expect(delays).toHaveLength(frames);
          expect(Math.abs(sum(delays) - seconds * 100)).toBeLessThanOrEqual(1);
          expect(Math.min(...delays)).toBeGreaterThanOrEqual(2);
          let end = 0;
          const lateness = delays.map((delay, frame) => {
            end += delay;
            return Math.abs(end - ((frame + 1) * seconds * 100) / frames);
          });
          expect(Math.max(...lateness)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('more than 50 frames a second are refused, with what to change', () => {
    expect(() => frameDelays(100, 1)).toThrow(StudioError);
    expect(() => frameDelays(100, 1)).toThrow('more than the 50 a second');
  });

  test('a frame that would stand longer than the format can say is refused', () => {
    expect(() => frameDelays(1, 700)).toThrow('655 s at most');
  });
});

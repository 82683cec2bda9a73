/** How far a run is and how long it will take, over all its phases. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrainSettings } from '../../../src/contract/training.ts';
import type { TrainProgress } from '../../../src/contract/trainingJob.ts';
import { classDrawing } from '../../../src/features/drawing/settings/samplingPresets.ts';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import {
  countText,
  type RunPace,
  trainingFraction,
  trainingSeconds,
  trainingSecondsLeft,
} from '../../../src/features/training/run/trainingProgress.ts';
import { model, settings } from './trainingInNode.ts';

const pace: RunPace = { timings: model.timings, nativeSize: 128, classDrawing: classDrawing(model, null) };
const PHASES = ['encode', 'class-images', 'prepare', 'train'] as const;

function progress(phase: TrainProgress['phase'], done: number, total: number, secondsLeft: number | null = null) {
  const counted = { done, total, secondsLeft };
  if (phase === 'class-images') return { phase, ...counted, picture: null };
  if (phase !== 'train') return { phase, ...counted };
  return { phase, ...counted, losses: [], secondsPerStep: 1, skippedSteps: 0, learningRate: 1e-3 };
}

const anySettings: fc.Arbitrary<TrainSettings> = fc
  .record({
    steps: fc.integer({ min: 1, max: 3000 }),
    batchSize: fc.integer({ min: 1, max: 8 }),
    classImages: fc.integer({ min: 0, max: 200 }),
    inversion: fc.boolean(),
  })
  .map(({ inversion, classImages, ...run }) =>
    inversion ? { ...INVERSION_DEFAULTS, ...run } : { ...settings, ...run, classImages },
  );

describe('for any run', () => {
  it('what is done only grows, from nothing to all', () => {
    fc.assert(
      fc.property(anySettings, fc.integer({ min: 1, max: 12 }), (run, total) => {
        const fractions = PHASES.flatMap((phase) =>
          Array.from({ length: total + 1 }, (_, done) => trainingFraction(progress(phase, done, total), run, pace)),
        );
        expect(fractions[0]).toBe(0);
        expect(fractions.at(-1)).toBeCloseTo(1, 12);
        for (const [index, fraction] of fractions.slice(1).entries()) {
          expect(fraction).toBeGreaterThanOrEqual(fractions[index]! - 1e-12);
        }
      }),
    );
  });

  it('the time left at its start is what was said before, and none at its end', () => {
    fc.assert(
      fc.property(anySettings, (run) => {
        const whole = trainingSeconds(run, pace);
        expect(trainingSecondsLeft(progress('encode', 0, 5), run, pace) / whole).toBeCloseTo(1, 9);
        expect(trainingSecondsLeft(progress('train', 5, 5), run, pace)).toBe(0);
      }),
    );
  });
});

describe('the time that a run takes', () => {
  it('grows with the pixels, in training and in class images alike', () => {
    const native = trainingSeconds(settings, pace);
    expect(trainingSeconds({ ...settings, resolution: 256 }, pace)).toBeCloseTo(4 * native, 9);
    expect(trainingSeconds({ ...settings, resolution: 0 }, pace)).toBe(native);
  });

  it('is less where class images are drawn in a few steps without guidance', () => {
    const quick = { ...pace, classDrawing: { ...pace.classDrawing, samplingSteps: 4, guidanceScale: 1 } };
    // Two images: 12 guided steps of 0.1 s against 4 that are worth half each.
    expect(trainingSeconds(settings, pace) - trainingSeconds(settings, quick)).toBeCloseTo(2 * (1.2 - 0.2), 9);
  });

  it('in a phase is what the phase itself tells, where it does', () => {
    const guess = trainingSecondsLeft(progress('train', 1, 2), settings, pace);
    expect(guess).toBeGreaterThan(0);
    expect(trainingSecondsLeft(progress('train', 1, 2, 77), settings, pace)).toBe(77);
  });

  it('is told before anything was measured, too', () => {
    const unmeasured = { ...pace, timings: { guidedStepSeconds: 0, decodeSeconds: 0 } };
    expect(trainingSeconds(settings, unmeasured)).toBe(0);
    expect(trainingFraction(progress('train', 0, 4), settings, unmeasured)).toBeGreaterThan(0);
  });

  it('of a phase without parts stays at the phase’s beginning', () => {
    const begun = trainingFraction(progress('prepare', 0, 1), settings, pace);
    expect(trainingFraction(progress('prepare', 0, 0), settings, pace)).toBe(begun);
  });
});

it('a phase is counted in what it consists of', () => {
  expect(PHASES.map((phase) => countText({ phase, done: 1, total: 3 }))).toEqual([
    'image 1 of 3',
    'image 1 of 3',
    'part 1 of 3',
    'step 1 of 3',
  ]);
});

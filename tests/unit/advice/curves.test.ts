/** What the adviser reads from a run's curves: held against curves of real runs, and bent ones. */
import { describe, expect, it } from 'vitest';
import type { EvaluationPoint } from '../../../src/contract/runs/runs.ts';
import { hardlyLearnt, unusualRate } from '../../../src/features/advice/rules/learningRate.ts';
import { lostRun } from '../../../src/features/advice/rules/lostRun.ts';
import { overfitting } from '../../../src/features/advice/rules/overfitting.ts';
import { finishedLength, plannedLength } from '../../../src/features/advice/rules/runLength.ts';
import { skippedSteps } from '../../../src/features/advice/rules/skippedSteps.ts';
import { DEFAULT_RUN, FAR_STEPS, HUGE_RATE, LONG_RUN, TINY_RATE } from './measuredCurves.ts';

const until = (points: readonly EvaluationPoint[], step: number) => points.filter((point) => point.step <= step);
/** Each beginning of a run, as the adviser meets it while the run goes on. */
const beginnings = (points: readonly EvaluationPoint[]) => points.map(({ step }) => until(points, step));

describe('a sound run', () => {
  it.each([
    ['by default', DEFAULT_RUN],
    ['that is long', LONG_RUN],
    ['at a tiny rate', TINY_RATE],
  ])('%s is never called lost or overfitted', (_, points) => {
    for (const part of beginnings(points)) {
      expect(overfitting(part)).toBeNull();
      expect(lostRun(null, part)).toBeNull();
    }
  });

  it('by default is long enough and not too long', () => expect(finishedLength(DEFAULT_RUN)).toBeNull());
});

describe('overfitting', () => {
  const turned = (heldOut: number) => [
    ...until(DEFAULT_RUN, 200),
    { step: 250, trained: 0.19, heldOut },
    { step: 300, trained: 0.185, heldOut },
  ];

  it('is seen where the held-out loss has climbed over its lowest point and the trained one falls', () => {
    expect(overfitting(turned(0.1829 * 1.06))).toMatchObject({ id: 'overfitting', lead: { label: 'Steps' } });
    expect(overfitting(turned(0.1829 * 1.06))?.sentence).toContain('Since step 175');
    expect(overfitting(turned(0.1829 * 1.04))).toBeNull();
  });

  it('is not seen where both climb, nor where nothing is held out', () => {
    expect(overfitting(FAR_STEPS)).toBeNull();
    expect(overfitting(turned(0.2).map((point) => ({ ...point, heldOut: null })))).toBeNull();
  });
});

describe('a lost run', () => {
  it('is one whose steps reach too far', () => {
    expect(lostRun(null, until(FAR_STEPS, 200))).toBeNull();
    expect(lostRun(null, until(FAR_STEPS, 300))).toMatchObject({ id: 'climbing-loss', tone: 'warning' });
    expect(lostRun(null, HUGE_RATE)?.sentence).toContain('from the beginning');
  });

  it('is one whose loss is no number', () => {
    expect(lostRun('diverged', [])).toMatchObject({ id: 'lost-run', tone: 'problem' });
    expect(lostRun('out-of-memory', [])).toBeNull();
  });
});

describe('the length of a run', () => {
  it('is too short while the loss still falls', () => {
    expect(finishedLength(DEFAULT_RUN.filter(({ step }) => step <= 100 && step % 50 === 0))).toMatchObject({
      id: 'still-learning:100',
    });
    expect(finishedLength(until(LONG_RUN, 300))?.id).toBe('still-learning:300');
    expect(finishedLength(LONG_RUN)).toBeNull();
  });

  it('is too long where most of it changed nothing', () => {
    const flat = [0, 100, 200, 300, 400, 500, 600].map((step) => ({
      step,
      trained: step === 0 ? 0.23 : 0.195,
      heldOut: null,
    }));
    expect(finishedLength(flat)?.id).toBe('long-done:600');
  });

  it('is not judged by fewer than three points', () => expect(finishedLength(DEFAULT_RUN.slice(0, 2))).toBeNull());

  it.each([
    [300, 10, 1, null],
    [800, 10, 1, null],
    [50, 10, 1, 'few-steps'],
    [80, 10, 1, null],
    [50, 10, 4, null],
    [3000, 3, 1, 'many-steps'],
    [300, 0, 1, null],
  ])('is planned with %i steps for %i images, %i in a step: %s', (steps, images, perStep, id) =>
    expect(plannedLength({ steps, images, perStep })?.id ?? null).toBe(id),
  );

  it('is proposed in round numbers', () =>
    expect(plannedLength({ steps: 20, images: 12, perStep: 1 })?.todo).toContain('360 steps'));
});

describe('a learning rate', () => {
  it.each([
    [4e-3, null],
    [2e-2, null],
    [2.1e-2, 'large-rate'],
    [4e-4, null],
    [3.9e-4, 'small-rate'],
    [1e-4, 'small-rate'],
  ])('of %d beside a usual 0.004: %s', (rate, id) => expect(unusualRate(rate, 4e-3)?.id ?? null).toBe(id));

  it('is put back by a press', () =>
    expect(unusualRate(0.1, 4e-3)).toMatchObject({
      sentence: 'The learning rate is 25 times what is usual here.',
      lead: { kind: 'change', change: { learningRate: '0.004' } },
    }));

  it('was too small where the loss stayed', () => {
    expect(hardlyLearnt(until(TINY_RATE, 50))).toMatchObject({ id: 'hardly-learnt' });
    expect(hardlyLearnt(DEFAULT_RUN)).toBeNull();
    expect(hardlyLearnt(HUGE_RATE)).toBeNull();
  });
});

describe('skipped steps', () => {
  it.each([
    [4, 20, null],
    [15, 300, null],
    [16, 300, 'skipped-steps'],
  ])('%i of %i: %s', (skipped, steps, id) => expect(skippedSteps({ skipped, steps })?.id ?? null).toBe(id));
});

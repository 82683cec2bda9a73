/** Numbers that are none: where a run ends for them, what half precision is excused, and what is neither kept nor opened. */
import { describe, expect, it } from 'vitest';
import type { LossPoint, TrainState } from '../../../src/contract/runs/runs.ts';
import { chunkedFiles } from '../../../src/files/chunkedFiles.ts';
import { AdapterStore } from '../../../workers/studio/adapters/AdapterStore.ts';
import { allFinite, isFiniteState, LossWatch } from '../../../workers/studio/finiteNumbers.ts';
import { memoryTable } from '../storage/memoryFiles.ts';

const NONE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const points = (...losses: number[]): LossPoint[] =>
  losses.map((instance, index) => ({ step: index + 1, instance, prior: null }));
const state = (step: number, theta: number, moment = 0, best?: number): TrainState => ({
  trainer: { step, vectors: { theta: Float32Array.of(0, theta), m: Float32Array.of(moment) } },
  random: { words: new Uint32Array(4), position: 0, cachedNormal: null },
  ...(best !== undefined && { best: { step: 1, heldOut: 0.1, theta: Float32Array.of(best), waited: 0 } }),
});

describe('a run', () => {
  it.each(NONE)('ends at the first step whose loss is %d, and says what to change', (none) => {
    const watch = new LossWatch(null);
    watch.steps(points(0.3, 0.2), 0);
    expect(() => watch.steps(points(0.3, 0.2, none, none), 0)).toThrow(
      expect.objectContaining({
        info: expect.objectContaining({
          code: 'diverged',
          message: expect.stringContaining('at step 3'),
          advice: expect.stringMatching(/third of the learning rate.*no checkpoint yet/),
        }),
      }),
    );
  });

  it('ends for the prior loss and for what is measured now and then, too', () => {
    const watch = new LossWatch(null);
    expect(() => watch.steps([{ step: 1, instance: 0.1, prior: Number.NaN }], 0)).toThrow('step 1');
    expect(() => watch.evaluation({ step: 2, trained: Number.NaN, heldOut: null })).toThrow('step 2');
    expect(() => watch.evaluation({ step: 3, trained: 0.1, heldOut: Number.POSITIVE_INFINITY })).toThrow('step 3');
    watch.evaluation({ step: 4, trained: 0.1, heldOut: null });
  });

  it('is told from which checkpoint it can be gone on with', () => {
    const watch = new LossWatch(10);
    watch.checkpoint(state(20, 1), Float32Array.of(1));
    const astray = () => watch.result(Float32Array.of(Number.NaN), 23);
    expect(astray).toThrow(
      expect.objectContaining({
        info: expect.objectContaining({ advice: expect.stringContaining('checkpoint at step 20') }),
      }),
    );
  });

  it.each(NONE)('keeps no checkpoint that holds %d, wherever it is', (none) => {
    const watch = new LossWatch(null);
    const good = Float32Array.of(1);
    for (const bad of [state(5, none), state(5, 1, none), state(5, 1, 1, none)]) {
      expect(isFiniteState(bad)).toBe(false);
      expect(() => watch.checkpoint(bad, good)).toThrow('step 5');
    }
    expect(() => watch.checkpoint(state(5, 1, 1, 1), Float32Array.of(none))).toThrow('step 5');
    watch.checkpoint(state(5, 1, 1, 1), good);
  });

  it('in half precision goes on over steps that were skipped, but not for ever', () => {
    const watch = new LossWatch(null);
    watch.steps(points(0.3, Number.NaN, 0.2), 1);
    watch.steps(points(Number.POSITIVE_INFINITY, 0.2), 2);
    // One was skipped, two have no loss.
    expect(() => watch.steps(points(Number.NaN, Number.NaN), 3)).toThrow('step 2');
    const hopeless = new LossWatch(null);
    const all = Array.from({ length: 41 }, () => Number.NaN);
    expect(() => hopeless.steps(points(...all), 41)).toThrow('step 41');
  });
});

describe('an adapter whose numbers are none', () => {
  const layers = { baseModel: 'm', rank: 1, loraAlpha: 1, modules: [{ name: 'to_q', inFeatures: 1, outFeatures: 1 }] };

  it('is not opened, from storage or lent, nor one checkpoint of it', async () => {
    const store = new AdapterStore(chunkedFiles(memoryTable()));
    await store.store('good', { ...layers, theta: Float32Array.of(1, 2) });
    await expect(store.read({ id: 'good' })).resolves.toMatchObject({ rank: 1 });
    await store.storeStep('good', 3, Float32Array.of(1, Number.NaN));
    await expect(store.read({ id: 'good', step: 3 })).rejects.toMatchObject({ info: { code: 'adapter-damaged' } });
    store.hold('lent', { ...layers, theta: Float32Array.of(1, Number.POSITIVE_INFINITY) });
    await expect(store.readAll([{ id: 'lent', weight: 1 }])).rejects.toThrow('no numbers');
  });
});

it('every number of a list is looked at', () => {
  expect(allFinite(new Float32Array(1000))).toBe(true);
  for (const at of [0, 499, 999]) {
    const list = new Float32Array(1000);
    list[at] = Number.NaN;
    expect(allFinite(list)).toBe(false);
  }
});

/** Checkpoints: which are kept, where they lie, made adapters of their own, removed and put back. */
import { describe, expect, it } from 'vitest';
import type { AdapterPlace } from '../../../src/contract/adapters.ts';
import { StudioError } from '../../../src/contract/errors.ts';
import type { AdapterOrigin } from '../../../src/contract/runs/runs.ts';
import { CheckpointFlow, type CheckpointTools } from '../../../src/features/library/checkpoints/checkpointFlow.ts';
import {
  type CheckpointsState,
  NO_CHECKPOINTS,
  placeAt,
  reduceCheckpoints,
  stepsOf,
} from '../../../src/features/library/checkpoints/checkpointState.ts';
import { frozen } from '../jobInNode.ts';
import { adapter, libraryInNode } from './libraryInNode.ts';

const full = new StudioError({ code: 'storage-full', message: 'It is full.', advice: 'Make room.' });
const points = (...steps: number[]) => steps.map((step) => ({ step, instance: 0.1, prior: null }));
const origin: AdapterOrigin = {
  kind: 'trained',
  settings: { instancePrompt: 'a sks cloth' },
  losses: points(10, 20, 30),
  evaluations: [10, 30].map((step) => ({ step, trained: 0.5, heldOut: null })),
  stepsDone: 30,
  stopped: false,
};
const record = adapter('run', { origin, fewSteps: true });

function checkpointsInNode(stored: { run: string; step: number }[] = []) {
  let state = frozen<CheckpointsState>(NO_CHECKPOINTS);
  const library = libraryInNode(record);
  const log: string[] = [];
  const copies: [AdapterPlace, string][] = [];
  const refused: unknown[] = [];
  const hooks = { takes: true };
  const tools: CheckpointTools = {
    state: () => state,
    tell: (event) => {
      state = frozen(reduceCheckpoints(state, event));
    },
    follow: async (kept) => kept(stored),
    async write(run, step) {
      if (!hooks.takes) throw full;
      log.push(`write ${run} ${step}`);
    },
    remove: async (run, steps) => void log.push(`remove ${run} ${steps}`),
    keep: (write) =>
      write().then(
        () => true,
        (error: unknown) => {
          refused.push(error);
          return false;
        },
      ),
    async copy(place, id) {
      copies.push([place, id]);
      return { adapter: record.adapter, unkept: null };
    },
    keepLora: library.keepLora,
    newId: () => 'own',
    now: () => 50,
  };
  return { flow: new CheckpointFlow(tools), state: () => state, library, log, copies, refused, hooks };
}

describe('checkpoints', () => {
  it('are known in ascending order, each once, by the runs that they are of', async () => {
    const { flow, state } = checkpointsInNode([
      { run: 'run', step: 20 },
      { run: 'other', step: 5 },
      { run: 'run', step: 10 },
    ]);
    await flow.load();
    await flow.keep('run', 15);
    await flow.keep('run', 10);
    expect(state().steps).toEqual({ run: [10, 15, 20], other: [5] });
    expect(stepsOf(state(), 'none')).toEqual([]);
  });

  it('are not known where storage refused one', async () => {
    const { flow, state, hooks } = checkpointsInNode();
    hooks.takes = false;
    await expect(flow.keep('run', 10)).rejects.toBe(full);
    expect(state()).toBe(NO_CHECKPOINTS);
  });

  it('lie beside the adapter; the last step is the adapter itself, and one that is gone is told of', () => {
    const state = { steps: { run: [10] } };
    expect(placeAt(state, record, undefined)).toEqual({ id: 'run' });
    expect(placeAt(state, record, 30)).toEqual({ id: 'run' });
    expect(placeAt(state, record, 10)).toEqual({ id: 'run', step: 10 });
    expect(() => placeAt(state, record, 20)).toThrow('The checkpoint of “Adapter run” at step 20 is not kept.');
  });

  it('become adapters of their own with the curves up to them', async () => {
    const { flow, library, copies } = checkpointsInNode([{ run: 'run', step: 20 }]);
    await library.flow.load();
    await flow.load();
    const kept = await flow.keepAsAdapter(record, 20);
    expect(copies).toEqual([[{ id: 'run', step: 20 }, 'own']]);
    expect(kept).toMatchObject({
      id: 'own',
      name: 'Adapter run, step 20',
      createdAt: 50,
      fewSteps: true,
      origin: { losses: points(10, 20), evaluations: [{ step: 10 }], stepsDone: 20, stopped: true },
    });
    expect(library.records.get('own')).toEqual(kept);
    await expect(flow.keepAsAdapter(record, 10)).rejects.toThrow('not kept');
    expect(copies).toHaveLength(1);
  });

  it('go with their run and come back with it', async () => {
    const { flow, state, log } = checkpointsInNode([
      { run: 'run', step: 20 },
      { run: 'run', step: 10 },
      { run: 'other', step: 5 },
    ]);
    await flow.load();
    const putBack = await flow.remove('run');
    expect(state().steps).toEqual({ other: [5] });
    await putBack();
    expect(state().steps).toEqual({ run: [10, 20], other: [5] });
    expect(log).toEqual(['remove run 10,20', 'write run 10', 'write run 20']);
  });

  it('that storage does not take back are told of, one by one', async () => {
    const { flow, state, hooks, refused } = checkpointsInNode([
      { run: 'run', step: 10 },
      { run: 'run', step: 20 },
    ]);
    await flow.load();
    const putBack = await flow.remove('run');
    hooks.takes = false;
    await putBack();
    expect(refused).toEqual([full, full]);
    expect(stepsOf(state(), 'run')).toEqual([]);
  });

  it('of a run that has none cost nothing', async () => {
    const { flow, log } = checkpointsInNode();
    await (await flow.remove('run'))();
    expect(log).toEqual([]);
  });
});

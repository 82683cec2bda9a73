/** The states of unfinished runs: stored beside their records, read again, told of to the page. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrainState } from '../../../src/contract/runs/runs.ts';
import type { CheckpointEvent } from '../../../src/contract/trainingJob.ts';
import { CheckpointRecord } from '../../../src/features/library/records/runRecords.ts';
import { removeLeftovers } from '../../../src/features/library/records/sweepLibrary.ts';
import { chunkedFiles } from '../../../src/files/chunkedFiles.ts';
import type { FileStore } from '../../../src/files/FileStore.ts';
import { RUNS, readRunState, removeEarlierStates, runFolder, writeRunState } from '../../../src/files/runStates.ts';
import { RunStates } from '../../../workers/studio/RunStates.ts';
import { memoryTable } from './memoryFiles.ts';

function stateAt(step: number, change: Partial<TrainState> = {}): TrainState {
  return {
    trainer: { step, vectors: { theta: Float32Array.of(step, 1 / 3, -0), lossScale: Float32Array.of(4096) } },
    random: { words: Uint32Array.of(0, 2 ** 32 - 1, 7), position: 3, cachedNormal: 0.1 },
    best: null,
    ...change,
  };
}

let files: FileStore;
beforeEach(() => {
  files = chunkedFiles(memoryTable());
});

describe('a state', () => {
  it.each<[string, Partial<TrainState>]>([
    ['as most runs have it', {}],
    ['without a number in hand', { random: { words: Uint32Array.of(5), position: 0, cachedNormal: null } }],
    ['with the best step so far', { best: { step: 2, heldOut: 0.1, waited: 1, theta: Float32Array.of(9, 8) } }],
    ['of a run that went astray', { best: { step: 2, heldOut: Number.NaN, waited: 0, theta: Float32Array.of(1) } }],
    [
      'of a run whose loss overflowed',
      { best: { step: 2, heldOut: Number.POSITIVE_INFINITY, waited: 0, theta: Float32Array.of(1) } },
    ],
  ])('%s is read as it was written', async (_, change) => {
    const state = stateAt(4, change);
    await writeRunState(files, 'a', state);
    expect(await readRunState(files, 'a', 4)).toEqual(state);
  });

  it('stays until a later one is said to take its place, whatever is written meanwhile', async () => {
    for (const step of [1, 2, 3]) await writeRunState(files, 'a', stateAt(step));
    await writeRunState(files, 'b', stateAt(1));
    await removeEarlierStates(files, 'a', 2);
    expect(await readRunState(files, 'a', 2)).toEqual(stateAt(2));
    expect(await readRunState(files, 'b', 1)).toEqual(stateAt(1));
    expect(await readRunState(files, 'a', 3)).toEqual(stateAt(3));
    await expect(readRunState(files, 'a', 1)).rejects.toThrow('step 1');
  });

  it.each<[string, (files: FileStore) => Promise<void>]>([
    ['a vector is gone', (store) => store.remove('runs/a/000004/theta.f32')],
    ['a vector is cut', (store) => store.write('runs/a/000004/theta.f32', new Uint8Array(4))],
    ['its description is gone', (store) => store.remove('runs/a/000004/state.json')],
    ['its description is damaged', (store) => store.write('runs/a/000004/state.json', new Uint8Array(3))],
  ])('of which %s is told to be gone', async (_, damage) => {
    await writeRunState(files, 'a', stateAt(4));
    await damage(files);
    await expect(readRunState(files, 'a', 4)).rejects.toMatchObject({ info: { code: 'run-missing' } });
  });

  it('of a run that nobody knows is swept', async () => {
    await writeRunState(files, 'known', stateAt(1));
    await writeRunState(files, 'left', stateAt(1));
    await removeLeftovers(files, RUNS, async () => ['known'], Date.now() + 1000);
    expect(await files.list(runFolder('left'))).toEqual([]);
    expect(await readRunState(files, 'known', 1)).toEqual(stateAt(1));
  });
});

describe('the worker', () => {
  const hearing = (store: FileStore) => {
    const heard: CheckpointEvent[] = [];
    return { heard, states: new RunStates(store, 'a', (event) => heard.push(event)) };
  };

  it('tells of a state once it can be read', async () => {
    const { heard, states } = hearing(files);
    states.write(stateAt(2));
    expect(heard).toEqual([]);
    await states.settled();
    expect(heard).toMatchObject([{ phase: 'checkpoint', step: 2, unkept: null }]);
    expect(await readRunState(files, 'a', 2)).toEqual(stateAt(2));
  });

  it('writes of several that wait the newest alone', async () => {
    const { heard, states } = hearing(files);
    for (const step of [1, 2, 3]) states.write(stateAt(step));
    await states.settled();
    states.write(stateAt(4));
    await states.settled();
    expect(heard.map(({ step }) => step)).toEqual([3, 4]);
  });

  it('hands over what storage has no room for, and tries the next one', async () => {
    const write = vi.fn(files.write).mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
    const { heard, states } = hearing({ ...files, write });
    states.write(stateAt(2));
    await states.settled();
    states.write(stateAt(3));
    await states.settled();
    expect(heard).toMatchObject([
      { step: 2, unkept: { state: stateAt(2), error: { code: 'storage-full' } } },
      { step: 3, unkept: null },
    ]);
  });
});

describe('the record of a checkpoint', () => {
  const parse = (stored: unknown) => CheckpointRecord.safeParse(stored).data ?? null;
  const rest = { id: 'a', losses: [{ step: 1, instance: 1, prior: null }], evaluations: [], seconds: 3 };

  it('of the version before holds its state, and goes on from it', () => {
    const { evaluations, ...old } = rest;
    expect(parse({ ...old, steady: evaluations, state: stateAt(7) })).toEqual({ ...rest, step: 7, state: stateAt(7) });
  });

  it('has but its step where the state lies in files', () => {
    expect(parse({ ...rest, step: 7, state: null })).toEqual({ ...rest, step: 7, state: null });
  });

  it('with neither is none', () => {
    expect(parse(rest)).toBeNull();
  });
});

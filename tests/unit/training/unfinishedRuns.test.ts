/** The offers to go on with runs: which there are, and what becomes of them. Storage is played. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { say } from '../../../src/contract/message.ts';
import * as runArtifacts from '../../../src/features/library/checkpoints/runArtifacts.ts';
import {
  type CheckpointRecord,
  checkpointRecords,
  type RunRecord,
  runRecords,
} from '../../../src/features/library/records/runRecords.ts';
import { leftOf, samplesUpTo } from '../../../src/features/training/run/earlierSession.ts';
import * as oneTrainer from '../../../src/features/training/run/oneTrainer.ts';
import {
  checkpointOf,
  discardRun,
  forgetRun,
  type KeptRun,
  loadUnfinishedRuns,
  offerRun,
  useUnfinishedRuns,
  withdrawRun,
  withOffer,
  withoutRun,
} from '../../../src/features/training/unfinished/unfinishedRuns.ts';
import { StorageError } from '../../../src/files/StorageError.ts';
import { useNotices } from '../../../src/session/noticesStore.ts';
import { errorOf, identity, loss, picture, settings } from './trainingInNode.ts';

const record = (id: string, startedAt: number): RunRecord => ({
  id,
  startedAt,
  settings,
  identity,
  ownClassImages: [],
  fewStepAdapter: null,
  paused: false,
});
const checkpoint = (id: string, step: number): CheckpointRecord => ({
  id,
  step,
  state: null,
  losses: [loss(step)],
  evaluations: [],
  seconds: step,
});
const offer = (id: string, startedAt: number, step = 0): KeptRun => ({
  record: record(id, startedAt),
  step,
  unwritten: null,
});
const offered = () => useUnfinishedRuns.getState().runs.map((run) => [run.record.id, run.step]);

const log: string[] = [];
let kept: CheckpointRecord[] = [];

beforeEach(() => {
  log.length = 0;
  kept = [];
  useUnfinishedRuns.setState({ runs: [] });
  useNotices.setState({ notices: [] });
  vi.spyOn(checkpointRecords, 'readSome').mockImplementation(async (ids) => ({
    records: kept.filter(({ id }) => ids.includes(id)),
    damaged: [],
  }));
  vi.spyOn(runRecords, 'remove').mockImplementation(async (id) => void log.push(`run ${id}`));
  vi.spyOn(checkpointRecords, 'remove').mockImplementation(async (id) => void log.push(`checkpoint ${id}`));
  // Other tabs are another test's subject.
  vi.spyOn(oneTrainer, 'asOnlyTrainer').mockImplementation((work) => work());
  vi.spyOn(oneTrainer, 'onceNobodyTrains').mockImplementation((work) => work());
  vi.spyOn(runArtifacts, 'forgetArtifacts').mockImplementation(async (id) => void log.push(`artifacts ${id}`));
});
afterEach(() => void vi.restoreAllMocks());

describe('offers', () => {
  it('come newest first', () => {
    const runs = [offer('b', 2), offer('c', 3), offer('a', 1)].reduce<KeptRun[]>(withOffer, []);
    expect(runs.map((run) => run.record.id)).toEqual(['c', 'b', 'a']);
  });

  it('of the same run take each other’s place', () => {
    const runs = withOffer([offer('b', 2), offer('a', 1, 10)], offer('a', 1, 20));
    expect(runs.map((run) => [run.record.id, run.step])).toEqual([
      ['b', 0],
      ['a', 20],
    ]);
  });

  it('are withdrawn one by one', () => {
    expect(withoutRun([offer('b', 2), offer('a', 1)], 'b')).toEqual([offer('a', 1)]);
    expect(withoutRun([offer('a', 1)], 'other')).toEqual([offer('a', 1)]);
  });
});

describe('what earlier sessions left', () => {
  it('is offered from its checkpoints, or from the start', async () => {
    kept = [checkpoint('a', 40)];
    vi.spyOn(runRecords, 'readAll').mockResolvedValue({ records: [record('a', 1), record('b', 2)], damaged: [] });
    await loadUnfinishedRuns();
    expect(offered()).toEqual([
      ['b', 0],
      ['a', 40],
    ]);
  });

  it('and can’t be read is told of', async () => {
    vi.spyOn(runRecords, 'readAll').mockRejectedValue(new StorageError(say('Could not read'), new Error('no')));
    await loadUnfinishedRuns();
    expect(offered()).toEqual([]);
    expect(useNotices.getState().notices).toHaveLength(1);
  });
});

describe('a checkpoint that storage had no room for', () => {
  it('is what its run goes on from, before an older one in storage', async () => {
    kept = [checkpoint('a', 10)];
    expect(await offerRun(record('a', 1), checkpoint('a', 20))).toBe(20);
    expect((await checkpointOf(record('a', 1)))?.step).toBe(20);
    expect(offered()).toEqual([['a', 20]]);
  });

  it('goes with its offer', async () => {
    kept = [checkpoint('a', 10)];
    await offerRun(record('a', 1), checkpoint('a', 20));
    withdrawRun('a');
    expect((await checkpointOf(record('a', 1)))?.step).toBe(10);
  });
});

describe('a run that is', () => {
  it('forgotten goes before its checkpoint, so that nobody is offered half of it', async () => {
    await offerRun(record('a', 1));
    await forgetRun(record('a', 1));
    expect(log).toEqual(['run a', 'checkpoint a']);
    expect(offered()).toEqual([]);
  });

  it('discarded leaves no artifacts either', async () => {
    await offerRun(record('a', 1));
    await discardRun(record('a', 1));
    expect(log).toEqual(['run a', 'checkpoint a', 'artifacts a']);
  });

  it('discarded while another tab trains stays, and that is told', async () => {
    await offerRun(record('a', 1));
    vi.spyOn(oneTrainer, 'asOnlyTrainer').mockRejectedValue(errorOf('busy'));
    await discardRun(record('a', 1));
    expect(offered()).toEqual([['a', 0]]);
    expect(log).toEqual([]);
    expect(useNotices.getState().notices.map(({ message }) => message)).toEqual(['It ended as busy.']);
  });
});

describe('what is left of a run that goes on', () => {
  const sample = (step: number) => ({ id: String(step), run: 'a', of: 'learnt', step, seed: 1, picture }) as const;

  it('are the pictures up to its checkpoint; those after it will be drawn again', async () => {
    kept = [checkpoint('a', 20)];
    vi.spyOn(runArtifacts, 'samplesOf').mockResolvedValue([sample(0), sample(20), sample(30)]);
    const left = await leftOf(record('a', 1));
    expect(left.checkpoint).toEqual(kept[0]);
    expect(left.samples.map(({ step }) => step)).toEqual([0, 20]);
  });

  it('are no pictures without a checkpoint, not even that of the model as it was', () => {
    expect(samplesUpTo(null, [sample(0)])).toEqual([]);
  });

  it('is nothing for a run that begins', async () => {
    expect(await leftOf(null)).toEqual({ checkpoint: null, unwritten: false, samples: [] });
  });
});

/** Runs and class images in two tabs at once: what one begins, ends and deletes, and what the other offers. */
import { describe, expect, it, vi } from 'vitest';
import type { ClassSetRecord } from '../../../src/features/training/classImages/classImageRecords.ts';
import { latch } from '../jobInNode.ts';
import { adapter } from '../library/libraryInNode.ts';
import { identity, loss, settings } from '../training/trainingInNode.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

const run = (id: string, change = {}) => ({
  id,
  startedAt: 1,
  settings,
  identity,
  ownClassImages: [],
  fewStepAdapter: null,
  paused: false,
  ...change,
});
const checkpoint = (id: string, step: number) => ({
  id,
  step,
  state: null,
  losses: [loss(step)],
  evaluations: [],
  seconds: step,
});

async function tab() {
  const parts = await openTab(async () => ({
    ...(await import('../../../src/features/training/unfinished/unfinishedRuns.ts')),
    ...(await import('../../../src/features/training/run/earlierSession.ts')),
    ...(await import('../../../src/features/training/run/oneTrainer.ts')),
    ...(await import('../../../src/features/training/classImages/classSets.ts')),
    ...(await import('../../../src/features/training/classImages/classImageRecords.ts')),
    ...(await import('../../../src/features/library/records/runRecords.ts')),
    ...(await import('../../../src/features/library/records/AdapterRecordStore.ts')),
    ...(await import('../../../src/features/library/records/keptCheckpoints.ts')),
    ...(await import('../../../src/files/storedFiles.ts')),
  }));
  const loaded = parts.loadUnfinishedRuns();
  await parts.loadClassSets();
  return {
    ...parts,
    loaded,
    offered: () => parts.useUnfinishedRuns.getState().runs.map(({ record, step }) => [record.id, step]),
    stored: async () => [await parts.runRecords.ids(), await parts.checkpointRecords.ids()],
  };
}

describe('a run', () => {
  it('that another tab begins is offered here once that has broken off, and no longer when it is over', async () => {
    const [a, b] = [await tab(), await tab()];
    await Promise.all([a.loaded, b.loaded]);
    const ended = latch();
    const training = a.asOnlyTrainer(async () => {
      await a.runRecords.write(run('r'));
      await a.checkpointRecords.write(checkpoint('r', 4));
      await ended.promise;
    });
    await atRest();
    expect(b.offered()).toEqual([]);
    ended.open();
    await training;
    await atRest();
    expect(b.offered()).toEqual([['r', 4]]);
    await a.asOnlyTrainer(() => a.forgetRun(run('r')));
    await atRest();
    expect(b.offered()).toEqual([]);
  });

  it('that came to its end in another tab is not offered from an old record, and its adapter keeps all', async () => {
    const a = await tab();
    await a.loaded;
    await a.runRecords.write(run('r'));
    await a.checkpointRecords.write(checkpoint('r', 4));
    await a.adapterRecords.write({ ...adapter('r'), adapter: { ...adapter('r').adapter, modules: [], bytes: 0 } });
    await a.keptCheckpoints.write({ id: a.checkpointId('r', 4), run: 'r', step: 4 });
    await a.storedFiles.write('adapters/r/theta.f32', new Uint8Array(4));
    await a.storedFiles.write('runs/r/000004/state.json', new Uint8Array(1));
    // A page that ended between the item's coming into the library and the run's going.
    const b = await tab();
    await b.loaded;
    expect([b.offered(), await b.stored()]).toEqual([[], [[], []]]);
    expect(await b.storedFiles.list('runs')).toEqual([]);
    await b.discardRun(run('r'));
    expect(await b.keptCheckpoints.ids()).toEqual(['r 000004']);
    expect(await b.storedFiles.list('adapters')).toHaveLength(1);
    expect(await b.adapterRecords.ids()).toEqual(['r']);
  });

  it('that came to its end in another tab is not gone on with from an old offer', async () => {
    const [a, b] = [await tab(), await tab()];
    await Promise.all([a.loaded, b.loaded]);
    await a.runRecords.write(run('r'));
    await atRest();
    expect(b.offered()).toEqual([['r', 0]]);
    await a.adapterRecords.write(adapter('r'));
    await expect(b.leftOf(run('r'))).rejects.toMatchObject({ info: { code: 'run-missing' } });
    expect([b.offered(), await b.stored()]).toEqual([[], [[], []]]);
    expect(await b.adapterRecords.ids()).toEqual(['r']);
  });

  it('whose deletion broke off leaves no checkpoint', async () => {
    const a = await tab();
    await a.loaded;
    await a.runRecords.write(run('kept'));
    await a.checkpointRecords.write(checkpoint('kept', 4));
    await a.checkpointRecords.write(checkpoint('gone', 4));
    const b = await tab();
    await b.loaded;
    expect(await b.stored()).toEqual([['kept'], ['kept']]);
  });
});

describe('class images', () => {
  const set = (id: string): ClassSetRecord => ({
    id,
    model: 'f00d',
    modelName: 'weft-starter',
    prompt: 'a fabric',
    drawing: '64 px',
    count: 0,
    bytes: 0,
  });

  it('drawn in one tab are counted in the other', async () => {
    const [a, b] = [await tab(), await tab()];
    for (let index = 0; index < 3; index++) await a.keepClassImage(set('s'), index, new ArrayBuffer(10));
    await atRest();
    expect(b.useClassSets.getState().sets).toEqual([{ ...set('s'), count: 3, bytes: 30 }]);
  });

  it('of a set that the other tab cleared don’t bring it back', async () => {
    const [a, b] = [await tab(), await tab()];
    for (let index = 0; index < 2; index++) await a.keepClassImage(set('s'), index, new ArrayBuffer(10));
    await atRest();
    const [there] = b.useClassSets.getState().sets;
    if (!there) throw new Error('the set is not known');
    // Before the other tab has heard of it.
    const clearing = b.clearClassSet(there);
    await a.keepClassImage(set('s'), 2, new ArrayBuffer(10));
    await clearing;
    await atRest();
    expect([await a.classSetRecords.ids(), a.useClassSets.getState().sets]).toEqual([[], []]);
    const c = await tab();
    await c.loaded;
    expect(await c.classImageRecords.ids()).toEqual([]);
  });

  it('whose set was deleted before them go when the studio starts, and not while a tab is drawing some', async () => {
    const a = await tab();
    await a.loaded;
    for (let index = 0; index < 2; index++) await a.keepClassImage(set('s'), index, new ArrayBuffer(10));
    const drawn = latch();
    vi.spyOn(a.classSetRecords, 'put').mockImplementation(async () => {
      await drawn.promise;
      return null;
    });
    const training = a.asOnlyTrainer(() => a.keepClassImage(set('new'), 0, new ArrayBuffer(10)));
    await atRest();
    const b = await tab();
    await atRest();
    expect(await b.classImageRecords.ids()).toEqual(['new 0000', 's 0000', 's 0001']);
    drawn.open();
    await training;
    await b.loaded;
    expect(await b.classImageRecords.ids()).toEqual(['s 0000', 's 0001']);
  });
});

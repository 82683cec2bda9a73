/** The queue in two tabs at once, over the real stores, locks and library; the worker alone is played. */
import { describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import type { TrainRequest, TrainResult } from '../../../src/contract/trainingJob.ts';
import { cancelled } from '../../../src/kit/worker/outcome.ts';
import { identity, settings as lora, model, resultOf } from '../training/trainingInNode.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

const settings = (adapterName: string) => ({ ...lora, adapterName, classImages: 0, sampleEvery: 0 });

/** A run that a played worker is at. */
interface Training {
  tab: string;
  request: TrainRequest;
  end: () => void;
}

async function tab(name: string, trainings: Training[]) {
  const train = (request: TrainRequest, hear: (event: unknown) => void, signal: AbortSignal) =>
    new Promise<TrainResult>((resolve, reject) => {
      hear({ phase: 'begin', identity: { ...identity, images: request.images.map(() => 'picture') } });
      signal.addEventListener('abort', () => reject(new StudioError(cancelled())));
      trainings.push({ tab: name, request, end: () => resolve(resultOf(4)) });
    });
  vi.doMock('../../../src/session/studioClient.ts', async (original) => ({
    ...(await original<object>()),
    train,
    openModel: async () => model,
  }));
  vi.doMock('../../../src/kit/images/thumbnail.ts', () => ({ thumbnailOf: async () => null }));
  vi.doMock('../../../src/features/library/adapterPicture.ts', () => ({ drawThumbnailIfQuick: () => undefined }));
  const parts = await openTab(async () => ({
    ...(await import('../../../src/features/training/queue/queueStore.ts')),
    ...(await import('../../../src/features/training/queue/queueHere.ts')),
    ...(await import('../../../src/features/training/queue/queueRecords.ts')),
    ...(await import('../../../src/features/training/run/trainingActions.ts')),
    ...(await import('../../../src/features/training/unfinished/unfinishedRuns.ts')),
    ...(await import('../../../src/features/dataset/datasetStore.ts')),
    ...(await import('../../../src/features/dataset/imageRecords.ts')),
    ...(await import('../../../src/features/dataset/subjects/openDataset.ts')),
    ...(await import('../../../src/features/library/libraryStore.ts')),
    ...(await import('../../../src/features/library/records/AdapterRecordStore.ts')),
  }));
  await Promise.all([parts.loadDataset(), parts.loadLibrary(), parts.loadUnfinishedRuns()]);
  await parts.loadQueue();
  return {
    ...parts,
    names: () => parts.useQueue.getState().items.map((item) => item.settings.adapterName),
    trains: () => parts.useQueue.getState().trains,
    learnt: async () => (await parts.adapterRecords.readAll()).records.map((record) => record.name).sort(),
    addPicture: (id: string, byte: number) =>
      parts.imageRecords.write({
        id,
        name: `${id}.png`,
        order: 1,
        bytes: new Blob([Uint8Array.of(byte)]),
        side: 1,
        sourceWidth: 1,
        sourceHeight: 1,
        notes: [],
        sample: null,
        caption: `of ${id}`,
      }),
  };
}

async function twoTabs() {
  const trainings: Training[] = [];
  const a = await tab('a', trainings);
  await a.addPicture('first', 1);
  const b = await tab('b', trainings);
  // What the first tab wrote to storage itself is shown by those that open after it.
  const c = await tab('c', trainings);
  return { b, c, trainings };
}

describe('the queue', () => {
  it('is seen by both, run by one, each run once, with the pictures that there were when it was added', async () => {
    const { b, c, trainings } = await twoTabs();
    void b.startOrQueue(settings('first'));
    await atRest();
    expect([b.trains(), c.trains()]).toEqual(['here', 'elsewhere']);
    await c.startOrQueue(settings('second'));
    await b.startOrQueue(settings('third'));
    await atRest();
    expect([b.names(), c.names()]).toEqual([
      ['second', 'third'],
      ['second', 'third'],
    ]);
    await b.imageRecords.remove('first');
    await b.addPicture('other', 2);
    for (let turn = 0; turn < 3; turn++) {
      expect(trainings).toHaveLength(turn + 1);
      trainings[turn]?.end();
      await atRest();
    }
    expect(trainings.map(({ request }) => request.settings.adapterName)).toEqual(['first', 'second', 'third']);
    for (const { request } of trainings) {
      const [image, ...others] = request.images;
      expect([image?.caption, others]).toEqual(['of first', []]);
      expect([...new Uint8Array((await image?.bytes.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([1]);
    }
    expect(await c.learnt()).toEqual(['first', 'second', 'third']);
    expect([b.names(), c.names(), b.trains(), c.trains()]).toEqual([[], [], 'nobody', 'nobody']);
    expect(await b.queuedPictures.ids()).toEqual([]);
  });

  it('keeps all that both add at once, and pictures as long as a run names them', async () => {
    const { b, c } = await twoTabs();
    b.holdQueue();
    await atRest();
    const runs = (...names: string[]) => names.map((name) => ({ id: name, settings: settings(name), sweep: null }));
    await Promise.all([b.queueUp(runs('1', '2')), c.queueUp(runs('3', '4'))]);
    await atRest();
    expect(b.names()).toEqual(c.names());
    expect([...b.names()].sort()).toEqual(['1', '2', '3', '4']);
    const first = b.names()[0] ?? '';
    await Promise.all([b.removeFromQueue([first], 'One was taken'), c.queueUp(runs('5'))]);
    await atRest();
    expect([...c.names()].sort()).toEqual(['1', '2', '3', '4', '5'].filter((name) => name !== first));
    expect(await c.queuedPictures.ids()).toHaveLength(1);
    await c.removeFromQueue(c.names(), 'All were taken');
    await atRest();
    expect([b.names(), await b.queuedPictures.ids()]).toEqual([[], []]);
  });

  it('gives a sweep’s mark to the adapter that its run leaves', async () => {
    const { b, trainings } = await twoTabs();
    const mark = { id: 's', name: 'Indigo', values: [{ setting: 'rank', value: 4 }] };
    await b.queueUp([{ id: 'run', settings: settings('Indigo, rank 4'), sweep: mark }]);
    await atRest();
    trainings[0]?.end();
    await atRest();
    const { records } = await b.adapterRecords.readAll();
    expect(records[0]).toMatchObject({ id: 'run', origin: { kind: 'trained', sweep: mark } });
  });
});

/** All that is kept as one file, and back: into another studio, beside what is there, twice, and broken off. */
import { describe, expect, it, vi } from 'vitest';
import { adapter, embedding } from '../library/libraryInNode.ts';
import { atRest, openTab, withBrowser } from '../tabs/tabs.ts';
import { HeldBackup } from './backups.ts';

withBrowser();

const THETA = Float32Array.of(1, 2, 3, 4, 5, 6, 7);
const modules = [{ name: 'to_q', inFeatures: 3, outFeatures: 4 }];
const layers = { baseModel: 'weft-starter', rank: 1, loraAlpha: 1, modules };

/** A studio in the browser that there is now. */
async function studio() {
  const parts = await openTab(async () => ({
    ...(await import('../../../src/app/backup/writeBackup.ts')),
    ...(await import('../../../src/app/backup/file/readBackup.ts')),
    ...(await import('../../../src/app/backup/restore/restore.ts')),
    ...(await import('../../../src/app/backup/restore/units.ts')),
    ...(await import('../../../src/app/backup/records/sections.ts')),
    ...(await import('../../../src/features/dataset/imageRecords.ts')),
    ...(await import('../../../src/features/dataset/crops/originalRecords.ts')),
    ...(await import('../../../src/features/dataset/crops/originals.ts')),
    ...(await import('../../../src/features/dataset/datasetStore.ts')),
    ...(await import('../../../src/features/dataset/subjects/datasetRecords.ts')),
    ...(await import('../../../src/features/dataset/subjects/openDataset.ts')),
    ...(await import('../../../src/features/dataset/subjects/sweepDatasets.ts')),
    ...(await import('../../../src/features/library/libraryStore.ts')),
    ...(await import('../../../src/features/library/records/AdapterRecordStore.ts')),
    ...(await import('../../../src/features/library/records/EmbeddingRecordStore.ts')),
    ...(await import('../../../src/features/library/records/keptCheckpoints.ts')),
    ...(await import('../../../src/session/presets/presetRecords.ts')),
    ...(await import('../../../src/session/forms/formRecords.ts')),
    ...(await import('../../../src/files/adapterNumbers.ts')),
    ...(await import('../../../src/files/storedFiles.ts')),
  }));
  await Promise.all([parts.loadDataset(), parts.loadLibrary()]);
  await atRest();
  return {
    ...parts,
    async file(): Promise<File> {
      const held = new HeldBackup();
      await parts.writeBackup(new Set(parts.SECTIONS), held, {
        onProgress: () => undefined,
        signal: new AbortController().signal,
      });
      return held.file;
    },
    async bring(file: Blob, signal = new AbortController().signal, keys: (key: string) => boolean = () => true) {
      const { records } = await parts.readBackup(file);
      const units = parts.unitsOf(records).filter(({ key }) => keys(key));
      const end = await parts.restore(units, { onProgress: () => undefined, signal });
      await atRest();
      return end;
    },
    datasets: async () => (await parts.datasetRecords.readAll()).records.map(({ name }) => name).sort(),
    images: async () =>
      (await parts.imageRecords.readAll()).records.map(({ name, caption }) => `${name}: ${caption}`).sort(),
    items: async () => (await parts.adapterRecords.readAll()).records,
  };
}
type Studio = Awaited<ReturnType<typeof studio>>;

/** Another browser. */
async function elsewhere(): Promise<Studio> {
  const { IDBFactory } = await import('fake-indexeddb');
  vi.stubGlobal('indexedDB', new IDBFactory());
  return studio();
}

const image = (id: string, name: string, caption: string) => ({
  id,
  name,
  order: 1,
  bytes: new Blob([Uint8Array.of(1, 2, 3)], { type: 'image/png' }),
  side: 4,
  sourceWidth: 4,
  sourceHeight: 4,
  notes: [],
  sample: null,
  caption,
});

async function fill(s: Studio): Promise<void> {
  await s.imageRecords.writeSome([image('old', '1.jpg', 'a cloth'), image('first new', '2.jpg', '')]);
  await s.datasetRecords.write({ id: 'linen', name: 'Linen', createdAt: 5, subjectWord: 'zwx', classWord: 'weave' });
  await s.imageRecords.write(image('linen x', 'l.jpg', ''));
  const dataset = { id: 'first', name: 'My fabric' };
  const origin = { kind: 'trained', settings: {}, losses: [], stepsDone: 1, stopped: false, dataset } as const;
  await s.writeAdapter(s.storedFiles, 'ad', { ...layers, theta: THETA });
  await s.writeNumbers(
    s.storedFiles,
    { id: 'ad', step: 2 },
    THETA.map((number) => -number),
  );
  await s.adapterRecords.write(
    adapter('ad', { adapter: { ...layers, bytes: THETA.byteLength }, origin: { ...origin, losses: [] } }),
  );
  await s.keptCheckpoints.write({ id: 'ad 000002', run: 'ad', step: 2 });
  await s.embeddingRecords.write(embedding('word'));
  await s.presetRecords.write({ id: 'p', method: 'lora', name: 'Soft', createdAt: 1, fields: { steps: '7' } });
  await s.formRecords.write({ id: 'create', version: 1, fields: { prompt: 'a sks dress', seed: '4' } });
}

/** Two images of two datasets out of one photograph, and a photograph that nothing is cut out of any more. */
async function fillWithPhotographs(s: Studio): Promise<string> {
  const size = { width: 40, height: 30 };
  const original = await s.keepOriginal(new Blob(['a photograph'], { type: 'image/jpeg' }), size);
  if (!original) throw new Error('storage refused it');
  await s.keepOriginal(new Blob(['of a removed image']), size);
  await s.datasetRecords.write({ id: 'linen', name: 'Linen', createdAt: 5, subjectWord: 'zwx', classWord: 'weave' });
  const crop = { x: 3, y: 4, side: 20, turns: 3 } as const;
  await s.imageRecords.writeSome([
    { ...image('first a', '1.jpg', ''), original, crop },
    { ...image('linen x', 'l.jpg', ''), original },
  ]);
  return original;
}

describe('photographs that images are cut out of', () => {
  it('come back once, with each dataset that has images of them, and nothing that was removed', async () => {
    const a = await studio();
    const original = await fillWithPhotographs(a);
    const file = await a.file();
    expect(await file.text()).not.toContain('of a removed image');
    const b = await elsewhere();
    expect(await b.bring(file, undefined, (key) => key === 'dataset linen')).toMatchObject({ left: [], ended: null });
    const [kept, ...others] = (await b.originalRecords.readAll()).records;
    expect([kept?.id, await kept?.file.text(), others]).toEqual([original, 'a photograph', []]);
    expect(kept).toMatchObject({ width: 40, height: 30 });
    await b.bring(file);
    expect((await b.originalRecords.readAll()).records).toHaveLength(1);
    const cropped = (await b.imageRecords.readAll()).records.find(({ name }) => name === '1.jpg');
    expect(cropped).toMatchObject({ original, crop: { x: 3, y: 4, side: 20, turns: 3 } });
    // Once more, all of it is here.
    expect(await b.bring(file)).toMatchObject({ taken: 0, copies: [], left: [] });
  });

  it('are left where they are not what their id says; the images come in all the same', async () => {
    const a = await studio();
    const original = await fillWithPhotographs(a);
    await a.originalRecords.update(original, (record) => ({ ...record, file: new Blob(['another one']) }));
    const b = await elsewhere();
    const end = await b.bring(await a.file());
    expect(end.left.map(({ what }) => what)).toContain('A photograph of Dataset “Linen”, 1 image');
    expect(await b.originalRecords.ids()).toEqual([]);
    expect(await b.images()).toEqual(['1.jpg: ', 'l.jpg: ']);
  });
});

describe('a studio that is backed up', () => {
  it('is restored in another browser with all that was in it, bit by bit', async () => {
    const a = await studio();
    await fill(a);
    const file = await a.file();
    const b = await elsewhere();
    const end = await b.bring(file);
    expect(end).toMatchObject({ passedOver: 0, copies: [], left: [], ended: null });
    // What every studio begins with made room.
    expect(await b.datasets()).toEqual(['Linen', 'My fabric']);
    expect(await b.images()).toEqual(['1.jpg: a cloth', '2.jpg: ', 'l.jpg: ']);
    const open = b.useDataset.getState();
    expect(open.images.map(({ name }) => name).sort()).toEqual(['1.jpg', '2.jpg']);
    const restored = await b.readAdapter(b.storedFiles, { id: 'ad' });
    expect(restored).toEqual({ ...layers, theta: THETA });
    expect((await b.readAdapter(b.storedFiles, { id: 'ad', step: 2 })).theta[6]).toBe(-7);
    const [item] = await b.items();
    // It knows its dataset by the id that this has here.
    expect(item?.origin.kind === 'trained' && item.origin.dataset).toEqual({ id: open.open, name: 'My fabric' });
    expect(b.useLibrary.getState().adapters.map(({ id }) => id)).toEqual(['ad']);
    expect(b.useLibrary.getState().embeddings.map(({ id }) => id)).toEqual(['word']);
    expect((await b.formRecords.readAll()).records[0]?.fields).toEqual({ prompt: 'a sks dress', seed: '4' });
    // And again: all of it is here already.
    const again = await b.bring(await b.file());
    expect(again).toMatchObject({ copies: [], left: [] });
    expect(await b.datasets()).toEqual(['Linen', 'My fabric']);
    expect((await b.items()).length).toBe(1);
  });

  it('comes in beside what has changed here, and overwrites nothing', async () => {
    const a = await studio();
    await fill(a);
    const file = await a.file();
    await a.imageRecords.update('linen x', (record) => ({ ...record, caption: 'changed since' }));
    await a.writeNumbers(
      a.storedFiles,
      { id: 'ad' },
      THETA.map((number) => number * 2),
    );
    await a.presetRecords.update('p', (record) => ({ ...record, fields: { steps: '9' } }));
    await a.formRecords.put('create', () => ({ id: 'create', version: 1, fields: { seed: '9' } }));
    const end = await a.bring(file);
    expect(end.copies.sort()).toEqual(['Adapter ad', 'Linen']);
    expect(await a.datasets()).toEqual(['Linen', 'Linen (2)', 'My fabric']);
    expect(await a.images()).toEqual(['1.jpg: a cloth', '2.jpg: ', 'l.jpg: ', 'l.jpg: changed since']);
    const [first, second] = (await a.items()).sort((one, other) => (one.id === 'ad' ? -1 : other.id === 'ad' ? 1 : 0));
    expect([first?.name, second?.name]).toEqual(['Adapter ad', 'Adapter ad (2)']);
    expect((await a.readAdapter(a.storedFiles, { id: 'ad' })).theta[0]).toBe(2);
    expect((await a.readAdapter(a.storedFiles, { id: second?.id ?? '' })).theta).toEqual(THETA);
    expect((await a.presetRecords.readAll()).records.map(({ fields }) => fields.steps).sort()).toEqual(['7', '9']);
    // A form's own fields stay.
    expect((await a.formRecords.readAll()).records[0]?.fields).toEqual({ prompt: 'a sks dress', seed: '9' });
  });

  it('is restored as chosen alone', async () => {
    const a = await studio();
    await fill(a);
    const file = await a.file();
    const b = await elsewhere();
    await b.bring(file, undefined, (key) => key === 'dataset linen');
    expect([await b.datasets(), await b.images(), await b.items()]).toEqual([['Linen', 'My fabric'], ['l.jpg: '], []]);
  });

  it('has checkpoints only where their adapter is', async () => {
    const a = await studio();
    await fill(a);
    const file = await a.file();
    const b = await elsewhere();
    const end = await b.bring(file, undefined, (key) => key === 'checkpoints');
    expect(end.left).toMatchObject([{ what: 'A checkpoint at step 2' }]);
    expect(await b.keptCheckpoints.ids()).toEqual([]);
  });

  it('leaves nothing half-written where its person gives up, or there is no room', async () => {
    const a = await studio();
    await fill(a);
    const file = await a.file();
    const b = await elsewhere();
    const giveUp = new AbortController();
    const { write } = b.imageRecords;
    vi.spyOn(b.imageRecords, 'write').mockImplementation(async (record) => {
      await write.call(b.imageRecords, record);
      giveUp.abort();
    });
    const end = await b.bring(file, giveUp.signal);
    expect(end.ended?.cancelled).toBe(true);
    expect([await b.datasets(), await b.images()]).toEqual([['My fabric'], []]);

    const c = await elsewhere();
    vi.spyOn(c.adapterRecords, 'bring').mockRejectedValue(new DOMException('no room', 'QuotaExceededError'));
    const full = await c.bring(file);
    expect(full.ended?.error.message).toContain('storage is full');
    expect(await c.items()).toEqual([]);
    expect(await c.storedFiles.list('adapters')).toEqual([]);
    expect(await c.datasets()).toEqual(['Linen', 'My fabric']);
  });

  it('that is damaged is restored but for what is', async () => {
    const a = await studio();
    await fill(a);
    const bytes = new Uint8Array(await (await a.file()).arrayBuffer());
    const text = new TextDecoder('latin1').decode(bytes);
    const at = text.indexOf(new TextDecoder('latin1').decode(new Uint8Array(THETA.buffer)));
    expect(at).toBeGreaterThan(0);
    bytes[at + 2] = 77;
    const b = await elsewhere();
    const end = await b.bring(new Blob([bytes]));
    expect(end.left.map(({ what }) => what)).toEqual(['Adapter “Adapter ad”', 'A checkpoint at step 2']);
    expect(await b.datasets()).toEqual(['Linen', 'My fabric']);
    expect(await b.items()).toEqual([]);
  });
});

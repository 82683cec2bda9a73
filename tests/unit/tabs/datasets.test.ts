/** Several datasets, in one tab and in two, each over the real store; those of earlier versions become the first. */
import { describe, expect, it, vi } from 'vitest';
import { preparedAtOnce } from './preparedAtOnce.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

async function tab(remembered: Record<string, string> = {}) {
  const session = new Map(Object.entries(remembered));
  const storage = {
    getItem: (key: string) => session.get(key) ?? null,
    setItem: (key: string, value: string) => void session.set(key, value),
  };
  vi.stubGlobal('sessionStorage', storage);
  vi.stubGlobal('localStorage', storage);
  const undos: { undo: () => unknown; forget?: () => unknown }[] = [];
  const modules = await openTab(async () => {
    vi.doMock('../../../src/kit/components/offerUndo.ts', () => ({
      offerUndo: (_: string, undoable: (typeof undos)[number]) => undos.push(undoable),
    }));
    return {
      ...(await import('../../../src/features/dataset/datasetStore.ts')),
      ...(await import('../../../src/features/dataset/addImages.ts')),
      ...(await import('../../../src/features/dataset/captions/captionImage.ts')),
      ...(await import('../../../src/features/dataset/imageRecords.ts')),
      ...(await import('../../../src/features/dataset/subjects/datasetActions.ts')),
      ...(await import('../../../src/features/dataset/subjects/datasetRecords.ts')),
      ...(await import('../../../src/features/dataset/subjects/datasetsStore.ts')),
      ...(await import('../../../src/features/dataset/subjects/openDataset.ts')),
      ...(await import('../../../src/features/dataset/subjects/runImages.ts')),
      imageClient: await import('../../../src/session/imageClient.ts'),
    };
  });
  preparedAtOnce(modules.imageClient);
  await modules.loadDataset();
  await atRest();
  const list = () => modules.useDatasets.getState().datasets;
  const idOf = (name: string) => list().find((dataset) => dataset.name === name)?.id ?? 'nobody';
  return {
    ...modules,
    session,
    undo: async () => undos.at(-1)?.undo(),
    forget: async () => undos.at(-1)?.forget?.(),
    names: () => list().map(({ name }) => name),
    idOf,
    open: () => list().find(({ id }) => id === modules.useDataset.getState().open)?.name,
    go: (name: string) => modules.openDataset(idOf(name)),
    images: () => modules.useDataset.getState().images.map(({ name, caption }) => `${name}: ${caption}`),
    add: (...files: string[]) => modules.addImages(files.map((name) => new File([name], name))),
    caption: (name: string, caption: string) => {
      const image = modules.useDataset.getState().images.find((each) => each.name === name);
      modules.captionImage(image?.id ?? 'nobody', caption);
    },
    stored: async () => (await modules.imageRecords.readAll()).records.map(({ name }) => name).sort(),
  };
}

/** Records as version 0.2.0 and those after it wrote them: nothing tells of a dataset. */
async function leaveEarlierImages(): Promise<void> {
  const opening = indexedDB.open('weft-dataset');
  await new Promise<void>((resolve, reject) => {
    opening.onupgradeneeded = () => opening.result.createObjectStore('records');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve();
  });
  const writing = opening.result.transaction('records', 'readwrite');
  const image = { side: 4, sourceWidth: 4, sourceHeight: 4, notes: [], sample: null };
  for (const [order, id] of ['65a3f1', '0c77be'].entries()) {
    const record = { ...image, id, name: `${order}.jpg`, order, bytes: new ArrayBuffer(3), caption: `cloth ${order}` };
    writing.objectStore('records').put(record, id);
  }
  await new Promise<void>((resolve) => {
    writing.oncomplete = () => resolve();
  });
  opening.result.close();
}

/** What storage has of each image. */
async function storedBytes(): Promise<unknown[]> {
  const opening = indexedDB.open('weft-dataset');
  await new Promise<void>((resolve) => {
    opening.onsuccess = () => resolve();
  });
  const reading = opening.result.transaction('records').objectStore('records').getAll();
  await new Promise<void>((resolve) => {
    reading.onsuccess = () => resolve();
  });
  opening.result.close();
  return reading.result.map(({ bytes }) => bytes);
}

describe('images of an earlier version', () => {
  it('lie as files from the first start on, each as it was', async () => {
    await leaveEarlierImages();
    const a = await tab();
    a.caption('0.jpg', 'said meanwhile');
    await vi.waitFor(async () => {
      expect((await storedBytes()).map((bytes) => bytes instanceof Blob && bytes.size)).toEqual([3, 3]);
    });
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect((await tab()).images()).toEqual(['0.jpg: said meanwhile', '1.jpg: cloth 1']);
  });

  it('are the first dataset, captions and all, and stay so beside others', async () => {
    await leaveEarlierImages();
    const a = await tab();
    expect([a.names(), a.open()]).toEqual([['My fabric'], 'My fabric']);
    expect(a.images()).toEqual(['0.jpg: cloth 0', '1.jpg: cloth 1']);
    await a.createDataset('Linen');
    await a.add('linen.jpg');
    await a.go('My fabric');
    await a.add('2.jpg');
    expect(a.images()).toEqual(['0.jpg: cloth 0', '1.jpg: cloth 1', '2.jpg: ']);
    const b = await tab();
    expect(b.images()).toEqual(a.images());
    expect(b.useDatasets.getState().counts.get(b.idOf('Linen'))).toBe(1);
  });
});

describe('a dataset', () => {
  it('has pictures, captions and words of its own, and is open again after a reload', async () => {
    const a = await tab();
    await a.add('1.jpg');
    await a.createDataset('Linen');
    expect([a.open(), a.images()]).toEqual(['Linen', []]);
    await a.add('l.jpg');
    a.caption('l.jpg', 'a folded linen');
    a.describeDataset(a.idOf('Linen'), { subjectWord: 'zwx', classWord: 'linen weave' });
    // A caption that is being typed is kept when another one is opened.
    await a.go('My fabric');
    expect(a.images()).toEqual(['1.jpg: ']);
    await new Promise((resolve) => setTimeout(resolve, 450));
    await a.go('Linen');
    const again = await tab(Object.fromEntries(a.session));
    expect([again.open(), again.images()]).toEqual(['Linen', ['l.jpg: a folded linen']]);
    expect(again.datasetById(again.idOf('Linen'))).toMatchObject({ subjectWord: 'zwx', classWord: 'linen weave' });
  });

  it('is copied with all that is in it, under a name beside its own', async () => {
    const a = await tab();
    await a.add('1.jpg', '2.jpg');
    a.caption('1.jpg', 'a cloth');
    await a.duplicateDataset(a.idOf('My fabric'));
    expect([a.open(), a.images()]).toEqual(['My fabric (2)', ['1.jpg: a cloth', '2.jpg: ']]);
    a.caption('1.jpg', 'another');
    await a.go('My fabric');
    expect(a.images()).toEqual(['1.jpg: a cloth', '2.jpg: ']);
    expect(await a.stored()).toHaveLength(4);
  });

  it('that is renamed to a name in use gets one beside it', async () => {
    const a = await tab();
    await a.createDataset('Linen');
    await a.renameDataset(a.idOf('Linen'), ' my  fabric ');
    expect(a.names()).toEqual(['My fabric', 'my fabric (2)']);
    await a.renameDataset(a.idOf('My fabric'), '  ');
    expect(a.names()).toEqual(['My fabric', 'my fabric (2)']);
  });

  it('that is deleted comes back by Undo with its pictures, and else goes with them', async () => {
    const a = await tab();
    await a.add('1.jpg');
    await a.createDataset('Linen');
    await a.add('l.jpg');
    await a.deleteDataset(a.idOf('Linen'));
    expect([a.names(), a.open(), a.images()]).toEqual([['My fabric'], 'My fabric', ['1.jpg: ']]);
    await a.undo();
    expect([a.open(), a.images()]).toEqual(['Linen', ['l.jpg: ']]);
    await a.deleteDataset(a.idOf('Linen'));
    await a.forget();
    expect([a.names(), await a.stored()]).toEqual([['My fabric'], ['1.jpg']]);
  });

  it('that is the last one leaves an empty one', async () => {
    const a = await tab();
    await a.add('1.jpg');
    await a.deleteDataset(a.idOf('My fabric'));
    expect([a.names(), a.images()]).toEqual([['My fabric (2)'], []]);
    await a.forget();
    expect(await a.stored()).toEqual([]);
  });

  it('is what a run learns from that was begun while it was open', async () => {
    const a = await tab();
    await a.add('1.jpg');
    const dataset = a.openedDataset();
    await a.createDataset('Linen');
    await a.add('l.jpg');
    const { signal } = new AbortController();
    expect((await a.imagesOfRun(dataset, null, signal)).map(({ name }) => name)).toEqual(['1.jpg']);
    // Runs of earlier versions are of the first.
    expect((await a.imagesOfRun(null, {}, signal)).map(({ name }) => name)).toEqual(['1.jpg']);
    await a.deleteDataset(a.idOf('My fabric'));
    await expect(a.imagesOfRun(dataset, null, signal)).rejects.toMatchObject({ info: { code: 'no-images' } });
    expect((await a.imagesOfRun(dataset, {}, signal)).map(({ name }) => name)).toEqual(['l.jpg']);
  });

  it('takes files that were added to it while another one is opened', async () => {
    const a = await tab();
    await a.createDataset('Linen');
    const adding = a.add('l.jpg', 'm.jpg');
    await a.go('My fabric');
    await adding;
    expect(a.images()).toEqual([]);
    await a.go('Linen');
    expect(a.images()).toEqual(['l.jpg: ', 'm.jpg: ']);
  });
});

describe('in two tabs', () => {
  it('different ones are open, each hears of its own alone, and both list all', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.createDataset('Linen');
    await atRest();
    expect([b.names(), b.open()]).toEqual([['My fabric', 'Linen'], 'My fabric']);
    await Promise.all([a.add('l.jpg'), b.add('1.jpg')]);
    await atRest();
    expect([a.images(), b.images()]).toEqual([['l.jpg: '], ['1.jpg: ']]);
    await b.go('Linen');
    await a.add('m.jpg');
    await atRest();
    expect(b.images()).toEqual(['l.jpg: ', 'm.jpg: ']);
  });

  it('the same name is given once, and words of one field don’t take back those of the other', async () => {
    const [a, b] = [await tab(), await tab()];
    await Promise.all([a.createDataset('Linen'), b.createDataset('linen')]);
    await atRest();
    expect(new Set(a.names().map((name) => name.toLowerCase()))).toEqual(new Set(['my fabric', 'linen', 'linen (2)']));
    expect([...b.names()].sort()).toEqual([...a.names()].sort());
    const id = a.idOf('My fabric');
    a.describeDataset(id, { subjectWord: 'zwx' });
    b.describeDataset(id, { classWord: 'weave' });
    await new Promise((resolve) => setTimeout(resolve, 450));
    await atRest();
    for (const each of [a, b]) expect(each.datasetById(id)).toMatchObject({ subjectWord: 'zwx', classWord: 'weave' });
  });

  it('one that is deleted in the other is left, and comes back by Undo there', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.createDataset('Linen');
    await a.add('l.jpg');
    await atRest();
    await b.go('Linen');
    await a.deleteDataset(a.idOf('Linen'));
    await atRest();
    expect([b.names(), b.open(), b.images()]).toEqual([['My fabric'], 'My fabric', []]);
    await a.undo();
    await atRest();
    await b.go('Linen');
    expect(b.images()).toEqual(['l.jpg: ']);
  });
});

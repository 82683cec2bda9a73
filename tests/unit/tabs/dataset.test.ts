/** The dataset in two tabs at once: pictures, captions and removals, each over the real store. */
import { describe, expect, it, vi } from 'vitest';
import { preparedAtOnce } from './preparedAtOnce.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

async function tab() {
  const modules = await openTab(async () => ({
    ...(await import('../../../src/features/dataset/datasetStore.ts')),
    ...(await import('../../../src/features/dataset/subjects/openDataset.ts')),
    ...(await import('../../../src/features/dataset/addImages.ts')),
    ...(await import('../../../src/features/dataset/captions/captionImage.ts')),
    ...(await import('../../../src/features/dataset/removeImages.ts')),
    ...(await import('../../../src/features/dataset/imageRecords.ts')),
    imageClient: await import('../../../src/session/imageClient.ts'),
    notices: (await import('../../../src/session/noticesStore.ts')).useNotices,
  }));
  preparedAtOnce(modules.imageClient);
  await modules.loadDataset();
  const images = () => modules.useDataset.getState().images;
  const idOf = (name: string) => images().find((image) => image.name === name)?.id ?? 'nobody';
  return {
    ...modules,
    images,
    idOf,
    names: () => images().map(({ name }) => name),
    captions: () => Object.fromEntries(images().map(({ name, caption }) => [name, caption])),
    add: (...names: string[]) => modules.addImages(names.map((name) => new File([name], name))),
    stored: async () => (await modules.imageRecords.readAll()).records,
  };
}
const typed = () => new Promise((resolve) => setTimeout(resolve, 450));

describe('pictures', () => {
  it('added in both tabs at once are all there, in both and for a third, each at a place of its own', async () => {
    const [a, b] = [await tab(), await tab()];
    const many = (from: string) => Array.from({ length: 12 }, (_, index) => `${from}${index + 10}.jpg`);
    await Promise.all([a.add(...many('a')), b.add(...many('b'))]);
    await atRest();
    const all = [...many('a'), ...many('b')].sort();
    expect([...a.names()].sort()).toEqual(all);
    expect(b.names()).toEqual(a.names());
    const c = await tab();
    expect(c.names()).toEqual(a.names());
    expect(new Set(c.images().map(({ order }) => order)).size).toBe(24);
    // The order of either tab is that in which it added them.
    expect(a.names().filter((name) => name.startsWith('b'))).toEqual(many('b'));
  });

  it('removed in one vanish in the other, and come back to both by Undo', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.add('1.jpg', '2.jpg', '3.jpg');
    await atRest();
    const removed = await b.removeImages([b.idOf('1.jpg'), b.idOf('3.jpg')]);
    await atRest();
    expect(a.names()).toEqual(['2.jpg']);
    await removed.undo();
    await atRest();
    expect([a.names(), b.names()]).toEqual([
      ['1.jpg', '2.jpg', '3.jpg'],
      ['1.jpg', '2.jpg', '3.jpg'],
    ]);
    expect((await a.stored()).length).toBe(3);
  });

  it('of the samples come once where both tabs ask for them', async () => {
    vi.stubGlobal('document', { baseURI: 'https://studio.test/' });
    vi.stubGlobal('fetch', async (url: URL) =>
      String(url).endsWith('.json') ? Response.json({ images: ['1.webp', '2.webp'] }) : new Response('cloth'),
    );
    const [a, b] = [await tab(), await tab()];
    await Promise.all([a.addSamples(), b.addSamples()]);
    await atRest();
    expect([a.names(), b.names()]).toEqual([
      ['1.webp', '2.webp'],
      ['1.webp', '2.webp'],
    ]);
    expect((await a.stored()).length).toBe(2);
  });

  it('keep their order where one tab adds while the other still reads what is kept', async () => {
    const a = await tab();
    await a.add('1.jpg', '2.jpg');
    const b = await openTab(async () => ({
      ...(await import('../../../src/features/dataset/datasetStore.ts')),
      ...(await import('../../../src/features/dataset/subjects/openDataset.ts')),
    }));
    const loading = b.loadDataset();
    const place = await b.newPlace('3.jpg');
    await loading;
    expect(place.order).toBe(3);
  });
});

describe('captions', () => {
  it('typed in both tabs for two pictures are both kept, and shown in both', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.add('1.jpg', '2.jpg');
    await atRest();
    a.captionImage(a.idOf('1.jpg'), 'from a');
    b.captionImage(b.idOf('2.jpg'), 'from b');
    await typed();
    await atRest();
    const both = { '1.jpg': 'from a', '2.jpg': 'from b' };
    expect([a.captions(), b.captions()]).toEqual([both, both]);
    expect((await tab()).captions()).toEqual(both);
  });

  it('that are being typed are not taken from under their person', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.add('1.jpg');
    await atRest();
    a.captionImage(a.idOf('1.jpg'), 'from a');
    await new Promise((resolve) => setTimeout(resolve, 200));
    b.captionImage(b.idOf('1.jpg'), 'half a wo');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(b.captions()).toEqual({ '1.jpg': 'half a wo' });
    await typed();
    await atRest();
    expect([a.captions(), b.captions()]).toEqual([{ '1.jpg': 'half a wo' }, { '1.jpg': 'half a wo' }]);
  });

  it('of a picture that the other tab removes don’t bring it back', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.add('1.jpg');
    await atRest();
    a.captionImage(a.idOf('1.jpg'), 'too late');
    await b.removeImages([b.idOf('1.jpg')]);
    await typed();
    await atRest();
    expect([a.names(), b.names(), await a.stored()]).toEqual([[], [], []]);
  });
});

describe('where the browser has no channel between tabs', () => {
  it('no caption of an old page brings a removed picture back', async () => {
    vi.stubGlobal('BroadcastChannel', undefined);
    const a = await tab();
    await a.add('1.jpg', '2.jpg');
    const b = await tab();
    await b.removeImages([b.idOf('1.jpg')]);
    expect(a.names()).toEqual(['1.jpg', '2.jpg']);
    a.captionImage(a.idOf('1.jpg'), 'too late');
    await typed();
    await atRest();
    expect((await tab()).names()).toEqual(['2.jpg']);
  });
});

describe('a picture that storage refuses', () => {
  it('is told of as unsaved, and stored with its next caption', async () => {
    const a = await tab();
    const write = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    await a.add('1.jpg');
    expect(a.useDataset.getState().unsaved).toEqual([a.idOf('1.jpg')]);
    expect(a.notices.getState().notices[0]?.message).toContain('the browser’s storage is full');
    write.mockRestore();
    a.captionImage(a.idOf('1.jpg'), 'a cloth');
    await typed();
    await atRest();
    expect(a.useDataset.getState().unsaved).toEqual([]);
    expect(await a.stored()).toMatchObject([{ name: '1.jpg', caption: 'a cloth' }]);
  });

  it('is no longer unsaved once it is removed', async () => {
    const a = await tab();
    vi.spyOn(a.imageRecords, 'write').mockRejectedValue(new Error('closed'));
    await a.add('1.jpg');
    await a.removeImages([a.idOf('1.jpg')]);
    expect(a.useDataset.getState().unsaved).toEqual([]);
  });
});

/** Drawn pictures in two tabs at once: the gallery, and the comparison with its grid. */
import { describe, expect, it } from 'vitest';
import type { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

const png = (seed: number) => Uint8Array.of(seed).buffer;

describe('the gallery', () => {
  const picture = (seed: number): GalleryRecord => ({
    id: `picture-${seed}`,
    createdAt: seed,
    settings: { ...CREATE_DEFAULTS, seed },
    model: 'weft-starter',
    adapters: [],
    seconds: 1,
    png: new Blob([png(seed)]),
  });
  async function tab() {
    const parts = await openTab(async () => ({
      ...(await import('../../../src/features/create/galleryStore.ts')),
      ...(await import('../../../src/features/create/galleryRecords.ts')),
    }));
    await parts.loadGallery();
    return { ...parts, seeds: () => parts.useGallery.getState().pictures.map(({ settings }) => settings.seed) };
  }

  it('shows what the other tab drew and loses what it removed', async () => {
    const [a, b] = [await tab(), await tab()];
    for (const seed of [2, 3, 1]) await a.galleryRecords.write(picture(seed));
    await atRest();
    expect(b.seeds()).toEqual([3, 2, 1]);
    await b.removePictures(['picture-2']);
    const c = await tab();
    await c.removePictures(['picture-3']);
    await atRest();
    expect([b.seeds(), c.seeds(), await a.galleryRecords.ids()]).toEqual([[1], [1], ['picture-1']]);
  });

  it('drops no picture because a tab is opened', async () => {
    const a = await tab();
    for (let seed = 1; seed <= 30; seed++) await a.galleryRecords.write(picture(seed));
    const b = await tab();
    await atRest();
    expect(b.seeds()).toHaveLength(30);
    expect(await b.galleryRecords.ids()).toHaveLength(30);
  });

  it('shows what the other tab marked, and what it put back', async () => {
    const writer = await tab();
    for (const seed of [1, 2]) await writer.galleryRecords.write(picture(seed));
    const [a, b] = [await tab(), await tab()];
    await a.markPicture('picture-1', true);
    const removed = await a.removePictures(['picture-2']);
    await atRest();
    const marks = () => b.useGallery.getState().pictures.map(({ id, favourite = false }) => [id, favourite]);
    expect(marks()).toEqual([['picture-1', true]]);
    await removed.undo();
    await atRest();
    expect(marks()).toEqual([
      ['picture-2', false],
      ['picture-1', true],
    ]);
  });
});

describe('a comparison', () => {
  async function tab() {
    const parts = await openTab(async () => ({
      ...(await import('../../../src/features/compare/compareStore.ts')),
      ...(await import('../../../src/features/compare/comparisonRecorder.ts')),
      ...(await import('../../../src/features/compare/compareRecords.ts')),
      ...(await import('../../../src/features/compare/compareForm.ts')),
    }));
    await parts.loadCompare();
    const grid = () => parts.useCompare.getState().grid;
    return { ...parts, shown: () => [grid()?.id, grid()?.cells.map(({ picture }) => picture?.seconds ?? null)] };
  }
  const drawn = {
    base: { ...CREATE_DEFAULTS, size: 64 },
    adapters: [],
    columns: { setting: 'seed' as const, values: [1, 2] },
    rows: null,
    model: 'weft-starter',
  };
  const cell = (grid: string, index: number) => ({ grid, index, png: png(index), seconds: index + 1 });

  it('that another tab draws is shown as it comes', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keepGrid('g', drawn);
    await atRest();
    expect(b.shown()).toEqual(['g', [null, null]]);
    await a.keepCell(cell('g', 1));
    await atRest();
    expect(b.shown()).toEqual(['g', [null, 2]]);
    expect((await tab()).shown()).toEqual(['g', [null, 2]]);
  });

  it('keeps its pictures though an older one goes on being drawn', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.keepGrid('old', drawn);
    await a.keepCell(cell('old', 0));
    await b.keepGrid('new', drawn);
    await b.keepCell(cell('new', 0));
    // A run that waited for its turn, in a browser without locks.
    await a.keepCell({ ...cell('old', 0), seconds: 99 });
    expect((await tab()).shown()).toEqual(['new', [1, null]]);
    await b.keepGrid('newest', drawn);
    expect(await b.compareRecords.ids()).toEqual(['grid']);
  });

  it('loses no picture where its successor finds no room', async () => {
    const a = await tab();
    await a.keepGrid('g', drawn);
    await a.keepCell(cell('g', 0));
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('no room', 'QuotaExceededError');
    };
    try {
      await a.keepGrid('next', drawn);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect((await tab()).shown()).toEqual(['g', [1, null]]);
  });
});

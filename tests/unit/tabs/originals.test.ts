/** Photographs beside the images that are cut out of them: kept once, shared, swept when nothing is cut out of them any more. */
import { describe, expect, it, vi } from 'vitest';
import type { Crop } from '../../../src/contract/pictures/crop.ts';
import { preparedAtOnce } from './preparedAtOnce.ts';
import { atRest, openTab, withBrowser } from './tabs.ts';

withBrowser();

const CROP: Crop = { x: 1, y: 0, side: 2, turns: 1 };
const bytesOf = async (blob: Blob | undefined) => (blob ? await blob.text() : null);

async function tab() {
  const modules = await openTab(async () => ({
    ...(await import('../../../src/features/dataset/datasetStore.ts')),
    ...(await import('../../../src/features/dataset/subjects/openDataset.ts')),
    ...(await import('../../../src/features/dataset/subjects/sweepDatasets.ts')),
    ...(await import('../../../src/features/dataset/addImages.ts')),
    ...(await import('../../../src/features/dataset/captions/captionImage.ts')),
    ...(await import('../../../src/features/dataset/removeImages.ts')),
    ...(await import('../../../src/features/dataset/imageRecords.ts')),
    ...(await import('../../../src/features/dataset/crops/cropImage.ts')),
    ...(await import('../../../src/features/dataset/crops/originalRecords.ts')),
    ...(await import('../../../src/features/dataset/crops/photographOf.ts')),
    ...(await import('../../../src/features/dataset/crops/originals.ts')),
    ...(await import('../../../src/kit/history/history.ts')),
    imageClient: await import('../../../src/session/imageClient.ts'),
  }));
  preparedAtOnce(modules.imageClient);
  vi.spyOn(modules.imageClient, 'cropPhotograph').mockImplementation(async (file, crops) => {
    const whole = await file.text();
    return crops.map((crop) => ({
      bytes: new TextEncoder().encode(`${whole} from ${crop.x}`).buffer,
      side: crop.side,
    }));
  });
  await modules.loadDataset();
  await atRest();
  const images = () => modules.useDataset.getState().images;
  const named = (name: string) => {
    const found = images().find((image) => image.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  return {
    ...modules,
    images,
    named,
    add: (...names: string[]) => modules.addImages(names.map((name) => new File([`photo ${name}`], name))),
    originals: async () => (await modules.originalRecords.readAll()).records,
    async crop(name: string, crop: Crop | undefined) {
      await modules.cropImage(named(name).id, await modules.photographOf(named(name)), crop);
    },
    async addCrops(name: string, crops: readonly Crop[]) {
      await modules.addCrops(named(name).id, await modules.photographOf(named(name)), crops);
    },
    shown: async (name: string) => bytesOf(named(name).bytes),
    stored: async (name: string) =>
      (await modules.imageRecords.readAll()).records.find((record) => record.name === name),
  };
}

describe('a photograph', () => {
  it('is kept as it was added, and once however often', async () => {
    const a = await tab();
    await a.add('cloth.jpg');
    await a.addImages([new File(['photo cloth.jpg'], 'again.jpg')]);
    const originals = await a.originals();
    expect(originals).toHaveLength(1);
    expect(await bytesOf(originals[0]?.file)).toBe('photo cloth.jpg');
    expect(originals[0]).toMatchObject({ width: 4, height: 4, id: a.named('cloth.jpg').original });
    expect(a.named('again.jpg').original).toBe(originals[0]?.id);
  });

  it('goes after the last image of it, once that cannot come back', async () => {
    const a = await tab();
    await a.add('cloth.jpg', 'other.jpg');
    await a.addCrops('cloth.jpg', [CROP, { ...CROP, x: 2 }]);
    expect(a.images().map(({ name }) => name)).toEqual([
      'cloth.jpg',
      'other.jpg',
      'cloth (crop 1).jpg',
      'cloth (crop 2).jpg',
    ]);
    expect(await a.originals()).toHaveLength(2);
    await a.removeImages([a.named('cloth.jpg').id]);
    const removed = await a.removeImages(['cloth (crop 1).jpg', 'cloth (crop 2).jpg'].map((name) => a.named(name).id));
    await a.sweepOriginals();
    expect(await a.originals()).toHaveLength(2);
    await removed.undo();
    expect(await a.stored('cloth (crop 2).jpg')).toMatchObject({ crop: { ...CROP, x: 2 } });
    await a.removeImages(['cloth (crop 1).jpg', 'cloth (crop 2).jpg'].map((name) => a.named(name).id));
    // The tab is closed: nobody can put them back.
    vi.stubGlobal('navigator', { locks: new (await import('./tabs.ts')).Locks() });
    const b = await tab();
    await b.sweepDatasets();
    expect((await b.originals()).map(({ id }) => id)).toEqual([b.named('other.jpg').original]);
  });
});

describe('an image that is cropped', () => {
  it('is another one, in the other tab and for a third too, and comes back by undoing', async () => {
    const [a, b] = [await tab(), await tab()];
    await a.add('cloth.jpg');
    await atRest();
    b.captionImage(b.named('cloth.jpg').id, 'typed meanwhile');
    await a.crop('cloth.jpg', CROP);
    await atRest();
    expect(await a.shown('cloth.jpg')).toBe('photo cloth.jpg from 1');
    expect(await b.shown('cloth.jpg')).toBe('photo cloth.jpg from 1');
    expect(b.named('cloth.jpg')).toMatchObject({ crop: CROP, side: 2, caption: 'typed meanwhile' });
    await new Promise((resolve) => setTimeout(resolve, 450));
    await atRest();
    const c = await tab();
    expect(c.named('cloth.jpg')).toMatchObject({ crop: CROP, caption: 'typed meanwhile' });
    expect(c.pictureId(c.named('cloth.jpg'))).not.toBe(c.named('cloth.jpg').id);

    await a.undoStep();
    await atRest();
    expect(await b.shown('cloth.jpg')).toBe('photo cloth.jpg');
    expect(b.named('cloth.jpg').crop).toBeUndefined();
    expect(await a.stored('cloth.jpg')).toMatchObject({ side: 4, caption: 'typed meanwhile' });
    await a.redoStep();
    expect(await a.shown('cloth.jpg')).toBe('photo cloth.jpg from 1');
    await a.undoStep();
    expect(await a.shown('cloth.jpg')).toBe('photo cloth.jpg');
  });

  it('is its middle again as it was added, cut out of the photograph that is kept', async () => {
    const a = await tab();
    await a.add('cloth.jpg');
    await a.crop('cloth.jpg', CROP);
    const b = await tab();
    await b.crop('cloth.jpg', undefined);
    expect(await b.shown('cloth.jpg')).toBe('photo cloth.jpg');
    expect((await b.stored('cloth.jpg'))?.crop).toBeUndefined();
  });

  it('of an earlier version is cut out of its square, which is kept from then on', async () => {
    const a = await tab();
    const square = new Blob(['square']);
    const earlier = { name: 'old.jpg', order: 1, side: 4, sourceWidth: 40, sourceHeight: 30, notes: [], sample: null };
    await a.imageRecords.write({ ...earlier, id: '65a3f1', bytes: square, caption: 'old' });
    const b = await tab();
    expect(b.isPartOnly(await b.photographOf(b.named('old.jpg')), b.named('old.jpg'))).toBe(true);
    await b.crop('old.jpg', CROP);
    expect(await b.shown('old.jpg')).toBe('square from 1');
    expect(await Promise.all((await b.originals()).map(({ file }) => bytesOf(file)))).toEqual(['square']);
    await b.undoStep();
    expect(b.named('old.jpg')).toMatchObject({ sourceWidth: 40, sourceHeight: 30 });
    expect(b.named('old.jpg').original).toBeUndefined();
  });

  it('whose square found no room stays as it was', async () => {
    const a = await tab();
    await a.imageRecords.write({
      ...{ id: '65a3f1', name: 'old.jpg', order: 1, side: 4, sourceWidth: 40, sourceHeight: 30, notes: [] },
      ...{ sample: null, bytes: new Blob(['square']), caption: '' },
    });
    const b = await tab();
    vi.spyOn(b.originalRecords, 'write').mockRejectedValue(new DOMException('no room', 'QuotaExceededError'));
    await expect(b.crop('old.jpg', CROP)).rejects.toThrow('could not be kept');
    expect(await b.shown('old.jpg')).toBe('square');
  });
});

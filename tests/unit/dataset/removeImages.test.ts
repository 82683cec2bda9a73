/** Images out of the dataset and back again. Storage is played. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDataset } from '../../../src/features/dataset/datasetStore.ts';
import { type ImageRecord, imageRecords } from '../../../src/features/dataset/imageRecords.ts';
import { removeImages } from '../../../src/features/dataset/removeImages.ts';

const image = (id: string, order: number): ImageRecord => ({
  id,
  name: `${id}.jpg`,
  order,
  bytes: new Blob(['p']),
  side: 1,
  sourceWidth: 1,
  sourceHeight: 1,
  notes: [],
  sample: null,
  caption: `a caption of ${id}`,
});
const shownIds = () => useDataset.getState().images.map(({ id }) => id);
let stored = new Map<string, string>();

beforeEach(() => {
  const images = [image('a', 1), image('b', 2), image('c', 3)];
  stored = new Map(images.map(({ id, caption }) => [id, caption]));
  useDataset.setState({ loaded: true, images, reading: [], notTaken: [] });
  vi.spyOn(imageRecords, 'writeSome').mockImplementation(async (records) => {
    for (const record of records) {
      stored.set(record.id, record.caption);
    }
  });
  vi.spyOn(imageRecords, 'removeSome').mockImplementation(async (ids) => {
    for (const id of ids) stored.delete(id);
  });
});
afterEach(() => void vi.restoreAllMocks());

describe('removed images', () => {
  it('are gone from page and storage, and come back where they were', async () => {
    const removed = await removeImages(['a', 'b', 'c']);
    expect([shownIds(), stored.size, removed.count]).toEqual([[], 0, 3]);
    useDataset.setState({ images: [image('new', 1.5)] });
    await removed.undo();
    expect(shownIds()).toEqual(['a', 'new', 'b', 'c']);
    expect([...stored]).toEqual([
      ['a', 'a caption of a'],
      ['b', 'a caption of b'],
      ['c', 'a caption of c'],
    ]);
    // A second press changes nothing.
    await removed.undo();
    expect(shownIds()).toHaveLength(4);
  });

  it('are those alone that were there', async () => {
    const removed = await removeImages(['b', 'nobody']);
    expect([shownIds(), removed.count]).toEqual([['a', 'c'], 1]);
  });
});

/** Folders, zips and files into the dataset. Storage and the images' worker are played; zips are unpacked as in it. */
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { studioError } from '../../../src/contract/errors.ts';
import { addImages } from '../../../src/features/dataset/addImages.ts';
import { imagesOnceRead, useDataset } from '../../../src/features/dataset/datasetStore.ts';
import { imageRecords } from '../../../src/features/dataset/imageRecords.ts';
import * as imageClient from '../../../src/session/imageClient.ts';
import { unpackPictures } from '../../../workers/images/unpackPictures.ts';
import { asFiles, FOLDER, KOHYA_FILES } from './kohyaFolder.ts';

const kept = () =>
  vi
    .mocked(imageRecords.writeSome)
    .mock.calls.flatMap(([records]) => records.map(({ name, caption }) => [name, caption]));
const notTaken = () => useDataset.getState().notTaken.map(({ name }) => name);
const zipped = (files: Record<string, string>, name = 'cloth.zip') => {
  const entries = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, strToU8(content)]));
  return new File([zipSync(entries)], name);
};

/** What the kohya folder becomes. */
const TAKEN = [
  ['cloth-1.jpg', 'a sks fabric'],
  ['cloth-2.jpg', 'a sks fabric pattern on a chair'],
  ['cloth-10.jpg', 'a sks fabric pattern, folded on a table'],
];

beforeEach(() => {
  useDataset.setState({ loaded: true, images: [], reading: [], notTaken: [] });
  vi.spyOn(imageRecords, 'writeSome').mockResolvedValue(undefined);
  vi.spyOn(imageClient, 'unpackPictures').mockImplementation(unpackPictures);
  vi.spyOn(imageClient, 'prepareImage').mockImplementation(async (file) => {
    const bytes = await file.arrayBuffer();
    if (new TextDecoder().decode(bytes) === 'bad')
      throw studioError('image-damaged', 'It is damaged.', 'Copy it again.');
    return { bytes, side: 4, sourceWidth: 4, sourceHeight: 4, notes: [] };
  });
});
afterEach(() => void vi.restoreAllMocks());

describe('a folder', () => {
  it('becomes pictures with captions, in natural order, and one list of what was not taken', async () => {
    await addImages(asFiles(KOHYA_FILES));
    expect(kept()).toEqual(TAKEN);
    expect(useDataset.getState().images.map(({ order }) => order)).toEqual([1, 2, 3]);
    expect(notTaken()).toEqual(['cloth-2.npz', 'metadata.jsonl', 'alone.txt']);
  });

  it('is the same as a zip of it, made on a Mac or not', async () => {
    const inFolder = Object.fromEntries(
      Object.entries(KOHYA_FILES).flatMap(([path, content]) => [
        [`${FOLDER}/${path}`, content],
        [`__MACOSX/${FOLDER}/._${path}`, 'x'],
      ]),
    );
    await addImages([zipped(inFolder)]);
    await addImages([zipped(KOHYA_FILES)]);
    expect(kept()).toEqual([...TAKEN, ...TAKEN]);
  });

  it('of which nothing is left is told of', async () => {
    await addImages(asFiles({ '.DS_Store': '', 'Thumbs.db': '' }));
    expect(useDataset.getState().notTaken).toMatchObject([
      { name: FOLDER, error: { message: 'There is no picture in it.' } },
    ]);
  });
});

describe('files', () => {
  it('are counted while they are read, and the bad ones don’t keep the others out', async () => {
    const added = addImages(
      asFiles({ 'a.jpg': 'a', 'b.jpg': 'bad', 'c.jpg': 'c', 'a.txt': 'a cloth', '.DS_Store': '' }),
    );
    expect(useDataset.getState().reading).toEqual(['a.jpg', 'b.jpg', 'c.jpg']);
    await added;
    expect(kept()).toEqual([
      ['a.jpg', 'a cloth'],
      ['c.jpg', ''],
    ]);
    expect(useDataset.getState().reading).toEqual([]);
    expect(notTaken()).toEqual(['b.jpg']);
  });

  it('keep the order in which they were added, however they are sorted by themselves', async () => {
    await Promise.all([addImages(asFiles({ '9.jpg': 'x', '8.jpg': 'x' })), addImages(asFiles({ '1.jpg': 'x' }))]);
    expect(kept().map(([name]) => name)).toEqual(['8.jpg', '9.jpg', '1.jpg']);
  });

  it('with captions beyond the longest are noted', async () => {
    await addImages(asFiles({ 'a.jpg': 'x', 'a.txt': 'c'.repeat(2001) }));
    const [image] = useDataset.getState().images;
    expect(image?.caption).toHaveLength(2000);
    expect(image?.notes).toHaveLength(1);
  });
});

describe('whoever needs the whole dataset', () => {
  it('waits for what is still being read', async () => {
    const added = addImages(asFiles({ 'a.jpg': 'a', 'b.jpg': 'b' }));
    const read = imagesOnceRead(new AbortController().signal);
    await added;
    expect((await read).map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg']);
    expect(await imagesOnceRead(new AbortController().signal)).toHaveLength(2);
  });

  it('waits until it is loaded, or until the work is given up', async () => {
    useDataset.setState({ loaded: false });
    const controller = new AbortController();
    const read = imagesOnceRead(controller.signal);
    controller.abort();
    await expect(read).rejects.toMatchObject({ info: { code: 'cancelled' } });
    await expect(imagesOnceRead(controller.signal)).rejects.toMatchObject({ info: { code: 'cancelled' } });
  });
});

describe('a zip', () => {
  it('that is none, or claims more than it can hold, is refused by name', async () => {
    const claims = zipSync({ 'a.jpg': strToU8('x') });
    // The sizes in the central directory: a gigabyte in a zip of a hundred bytes.
    const view = new DataView(claims.buffer);
    const directory = view.getUint32(claims.length - 6, true);
    view.setUint32(directory + 24, 2 ** 30, true);
    await addImages([new File(['no zip'], 'odd.zip'), new File([claims], 'bomb.zip')]);
    expect(kept()).toEqual([]);
    expect(notTaken()).toEqual(['odd.zip', 'bomb.zip']);
    expect(useDataset.getState().notTaken[1]?.error.message).toContain('far more is in it');
  });
});

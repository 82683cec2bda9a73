/** Class images of a person's own: taken, refused, taken out again, and asked for by a run. Storage and images' worker are played. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { ownClassImageRecords } from '../../../src/features/training/classImages/classImageRecords.ts';
import {
  addOwnClassImages,
  dismissClassImageError,
  loadOwnClassImages,
  removeOwnClassImage,
  requireOwnClassImages,
  useOwnClassImages,
} from '../../../src/features/training/classImages/ownClassImages.ts';
import { StorageError } from '../../../src/files/StorageError.ts';
import * as undoing from '../../../src/kit/components/offerUndo.ts';
import * as imageClient from '../../../src/session/imageClient.ts';
import { useNotices } from '../../../src/session/noticesStore.ts';
import { errorOf } from './trainingInNode.ts';

const image = (id: string, order: number) => ({ id, name: `${id}.jpg`, order, png: new ArrayBuffer(1) });
const named = (name: string) => new File(['x'], name);
const names = () => useOwnClassImages.getState().images.map(({ name }) => name);

beforeEach(() => {
  useOwnClassImages.setState({ images: [], reading: [], errors: [] });
  useNotices.setState({ notices: [] });
  vi.spyOn(ownClassImageRecords, 'write').mockResolvedValue(undefined);
  vi.spyOn(ownClassImageRecords, 'remove').mockResolvedValue(undefined);
  vi.spyOn(imageClient, 'prepareImage').mockImplementation(async (file) => {
    if ((file as File).name.endsWith('.txt')) throw errorOf('not-an-image');
    const bytes = new ArrayBuffer(4);
    return { bytes, side: 4, sourceWidth: 4, sourceHeight: 4, notes: [] };
  });
});
afterEach(() => void vi.restoreAllMocks());

describe('files', () => {
  it('become images in their order, behind those that are there', async () => {
    useOwnClassImages.setState({ images: [image('first', 7)] });
    await addOwnClassImages([named('b.jpg'), named('a.jpg')]);
    expect(names()).toEqual(['first.jpg', 'b.jpg', 'a.jpg']);
    const written = vi.mocked(ownClassImageRecords.write).mock.calls.map(([record]) => [record.name, record.order]);
    expect(written).toEqual([
      ['b.jpg', 8],
      ['a.jpg', 9],
    ]);
  });

  it('are named while they wait to be read', async () => {
    const added = addOwnClassImages([named('a.jpg'), named('notes.txt')]);
    expect(useOwnClassImages.getState().reading).toEqual(['a.jpg', 'notes.txt']);
    await added;
    expect(useOwnClassImages.getState().reading).toEqual([]);
  });

  it('that are no images are told of, and the others are taken all the same', async () => {
    await addOwnClassImages([named('notes.txt'), named('a.jpg')]);
    expect(names()).toEqual(['a.jpg']);
    const { errors } = useOwnClassImages.getState();
    expect(errors).toMatchObject([{ name: 'notes.txt', error: errorOf('not-an-image').info }]);
    dismissClassImageError(errors[0]!.id);
    expect(useOwnClassImages.getState().errors).toEqual([]);
  });

  it('that storage refuses are there until the page closes, and that is told', async () => {
    vi.mocked(ownClassImageRecords.write).mockRejectedValue(new StorageError(say('Could not keep'), new Error('full')));
    await addOwnClassImages([named('a.jpg')]);
    expect(names()).toEqual(['a.jpg']);
    expect(useOwnClassImages.getState().errors).toEqual([]);
    expect(useNotices.getState().notices).toHaveLength(1);
  });
});

describe('images', () => {
  it('come back in their order, before what was added meanwhile', async () => {
    const records = [image('c', 3), image('a', 1), image('b', 2)];
    vi.spyOn(ownClassImageRecords, 'readAll').mockResolvedValue({ records, damaged: [] });
    const loaded = loadOwnClassImages();
    await addOwnClassImages([named('new.jpg')]);
    await loaded;
    expect(names()).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'new.jpg']);
    expect(vi.mocked(ownClassImageRecords.write).mock.calls).toMatchObject([[{ order: 4 }]]);
  });

  it('are taken out one by one, from storage too, and put back where they were', async () => {
    useOwnClassImages.setState({ images: [image('a', 1), image('b', 2)] });
    const offer = vi.spyOn(undoing, 'offerUndo').mockImplementation(() => undefined);
    await removeOwnClassImage('a');
    expect(names()).toEqual(['b.jpg']);
    expect(ownClassImageRecords.remove).toHaveBeenCalledWith('a');
    await offer.mock.calls[0]?.[1].undo();
    expect(names()).toEqual(['a.jpg', 'b.jpg']);
    expect(ownClassImageRecords.write).toHaveBeenCalledWith(image('a', 1));
  });
});

describe('a run', () => {
  const refusal = (ask: () => unknown) => {
    try {
      ask();
      return null;
    } catch (error) {
      return error instanceof StudioError ? error.info : error;
    }
  };

  it('that begins takes all', () => {
    const images = [image('a', 1), image('b', 2)];
    useOwnClassImages.setState({ images });
    expect(requireOwnClassImages(null)).toEqual(images);
  });

  it('that goes on takes those that it began with', () => {
    useOwnClassImages.setState({ images: [image('a', 1), image('b', 2), image('c', 3)] });
    expect(requireOwnClassImages(['c', 'a']).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('that begins needs one at least', () => {
    expect(refusal(() => requireOwnClassImages(null))).toMatchObject({
      code: 'no-images',
      message: 'There are no class images of your own yet.',
    });
  });

  it.each([[['a', 'gone']], [['gone']], [[]]])('that goes on needs all of %j', (ids) => {
    useOwnClassImages.setState({ images: [image('a', 1)] });
    expect(refusal(() => requireOwnClassImages(ids))).toMatchObject({
      code: 'no-images',
      message: 'Class images of your own that this run learns beside are gone.',
    });
  });
});

/** The class images that runs drew: which set a run uses, what is kept of it, and what is read back. Storage is played. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { say } from '../../../src/contract/message.ts';
import { LORA_SETTINGS } from '../../../src/contract/settings/loraSettings.ts';
import {
  type ClassSetRecord,
  classImageId,
  classImageIds,
  classImageRecords,
  classSetRecords,
} from '../../../src/features/training/classImages/classImageRecords.ts';
import {
  type ClassSampling,
  classSetFor,
  clearClassSet,
  keepClassImage,
  loadClassSets,
  readClassImages,
  useClassSets,
} from '../../../src/features/training/classImages/classSets.ts';
import { classImagesFor } from '../../../src/features/training/classImages/givenClassImages.ts';
import { useOwnClassImages } from '../../../src/features/training/classImages/ownClassImages.ts';
import { INVERSION_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { StorageError } from '../../../src/files/StorageError.ts';
import { useNotices } from '../../../src/session/noticesStore.ts';
import { model, settings } from './trainingInNode.ts';

const sampling: ClassSampling = {
  drawing: { sampler: 'ddim', samplingSteps: 12, guidanceScale: 7.5, firstSeed: 1_000_000, adapters: [] },
  adapter: null,
};
const PROMPT = 'a fabric pattern';
const file = (bytes: number) => new ArrayBuffer(bytes);
const sets = () => useClassSets.getState().sets;

let images = new Map<string, ArrayBuffer>();
let kept = new Map<string, ClassSetRecord>();
const log: string[] = [];

beforeEach(() => {
  images = new Map();
  kept = new Map();
  log.length = 0;
  useClassSets.setState({ sets: [] });
  useNotices.setState({ notices: [] });
  vi.spyOn(classImageRecords, 'write').mockImplementation(async ({ id, png }) => {
    log.push(`image ${id}`);
    images.set(id, png);
  });
  vi.spyOn(classImageRecords, 'readSome').mockImplementation(async (ids) => ({
    records: ids.flatMap((id) => {
      const png = images.get(id);
      return png ? [{ id, png }] : [];
    }),
    damaged: [],
  }));
  vi.spyOn(classImageRecords, 'removeSome').mockImplementation(async (ids) => {
    log.push(`${ids.length} images removed`);
    for (const id of ids) images.delete(id);
  });
  vi.spyOn(classSetRecords, 'put').mockImplementation(async (id, change) => {
    const before = kept.get(id) ?? null;
    const set = change(before);
    if (!set) return before;
    log.push(`set of ${set.count}`);
    kept.set(id, set);
    return set;
  });
  vi.spyOn(classSetRecords, 'readAll').mockImplementation(async () => ({ records: [...kept.values()], damaged: [] }));
  vi.spyOn(classSetRecords, 'remove').mockImplementation(async (id) => {
    log.push('set removed');
    kept.delete(id);
  });
});
afterEach(() => void vi.restoreAllMocks());

/** A set of so many images of ten bytes each. */
async function drawnSet(count: number): Promise<ClassSetRecord> {
  const set = classSetFor(model, PROMPT, 0, sampling);
  for (let index = 0; index < count; index++) await keepClassImage(set, index, file(10));
  return classSetFor(model, PROMPT, 0, sampling);
}

describe('the set of a run', () => {
  it('is new and not kept where nothing was drawn that way', () => {
    const set = classSetFor(model, PROMPT, 0, sampling);
    expect(set).toMatchObject({ model: 'a-b-c', modelName: 'weft-starter', prompt: PROMPT, count: 0, bytes: 0 });
    expect(set.drawing).toBe('128 px, ddim, 12 steps, guidance 7.5, seeds from 1000000');
    expect(sets()).toEqual([]);
  });

  it('is that of an earlier run that drew the same way', async () => {
    const set = await drawnSet(1);
    expect(classSetFor(model, PROMPT, 0, sampling)).toEqual(set);
    // The model's own size said out loud is the same way.
    expect(classSetFor({ ...model, name: 'renamed' }, PROMPT, 0, sampling).id).toBe(set.id);
  });

  it.each<[string, () => ClassSetRecord]>([
    ['another model', () => classSetFor({ ...model, fingerprint: 'other' }, PROMPT, 0, sampling)],
    ['another prompt', () => classSetFor(model, 'cloth', 0, sampling)],
    ['another size', () => classSetFor(model, PROMPT, 256, sampling)],
    ['an adapter', () => classSetFor(model, PROMPT, 0, { ...sampling, adapter: 'lcm' })],
    [
      'other steps',
      () => classSetFor(model, PROMPT, 0, { ...sampling, drawing: { ...sampling.drawing, samplingSteps: 4 } }),
    ],
  ])('is another one for %s', async (_, other) => {
    const set = await drawnSet(1);
    expect(other()).toMatchObject({ count: 0 });
    expect(other().id).not.toBe(set.id);
  });
});

describe('an image that was drawn', () => {
  it('is kept before its set counts it', async () => {
    const set = await drawnSet(2);
    expect(set).toMatchObject({ count: 2, bytes: 20 });
    expect(log).toEqual([
      `image ${classImageId(set.id, 0)}`,
      'set of 1',
      `image ${classImageId(set.id, 1)}`,
      'set of 2',
    ]);
    expect(sets()).toEqual([set]);
  });

  it('takes the place of one that could not be read, and the set stays', async () => {
    const set = await drawnSet(3);
    await keepClassImage(set, 1, file(99));
    expect(images.get(classImageId(set.id, 1))?.byteLength).toBe(99);
    expect(sets()).toEqual([set]);
  });

  it('is not kept where it would leave a gap', async () => {
    const set = await drawnSet(1);
    await keepClassImage(set, 2, file(10));
    expect(images.size).toBe(1);
    expect(sets()).toEqual([set]);
  });

  it('and that storage refuses is not counted, and the refusal is the caller’s to tell', async () => {
    const set = await drawnSet(1);
    const refused = new StorageError(say('Could not keep'), new Error('full'));
    vi.spyOn(classImageRecords, 'write').mockRejectedValue(refused);
    await expect(keepClassImage(set, 1, file(10))).rejects.toBe(refused);
    expect(sets()).toEqual([set]);
  });
});

describe('images read for a run', () => {
  it('are the first ones, no more than it needs', async () => {
    const set = await drawnSet(3);
    expect(await readClassImages(set, 2)).toHaveLength(2);
    expect(await readClassImages(set, 9)).toHaveLength(3);
  });

  it('end before one that is gone', async () => {
    const set = await drawnSet(4);
    images.delete(classImageId(set.id, 2));
    expect(await readClassImages(set, 4)).toHaveLength(2);
    images.delete(classImageId(set.id, 0));
    expect(await readClassImages(set, 4)).toHaveLength(0);
  });

  it('are none where storage can’t be read, and that is told', async () => {
    const set = await drawnSet(2);
    vi.spyOn(classImageRecords, 'readSome').mockRejectedValue(new StorageError(say('Could not read'), new Error('no')));
    expect(await readClassImages(set, 2)).toEqual([]);
    expect(useNotices.getState().notices).toHaveLength(1);
  });
});

describe('a set', () => {
  it('is there again after a reload', async () => {
    const set = await drawnSet(2);
    useClassSets.setState({ sets: [] });
    await loadClassSets();
    expect(sets()).toEqual([set]);
  });

  it('is deleted before its images', async () => {
    const set = await drawnSet(2);
    log.length = 0;
    await clearClassSet(set);
    expect(log).toEqual(['set removed', '2 images removed']);
    expect([sets().length, kept.size, images.size]).toEqual([0, 0, 0]);
  });

  it('has ids that sort as its images do', () => {
    const ids = classImageIds('s', 120);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(120);
  });
});

describe('the class images that a run begins with', () => {
  it('are none for textual inversion', async () => {
    expect(await classImagesFor(INVERSION_DEFAULTS, null, model, sampling)).toEqual({
      images: [],
      set: null,
      own: null,
    });
  });

  it('are none where the model’s own prediction holds the class, whatever else the form keeps', async () => {
    const itself = { ...settings, priorFrom: 'own-prediction', ownClassImages: true } as const;
    const none = { images: [], set: null, own: null };
    expect(await classImagesFor(itself, null, model, sampling)).toEqual(none);
    expect(await classImagesFor({ ...itself, ownClassImages: false }, null, model, sampling)).toEqual(none);
  });

  it('are those of its set, which takes those that it draws', async () => {
    const set = await drawnSet(3);
    const given = await classImagesFor({ ...settings, classPrompt: PROMPT, classImages: 2 }, null, model, sampling);
    expect(given).toEqual({ images: [file(10), file(10)], set, own: null });
  });

  it('are a person’s own where they are asked for, and none is drawn', async () => {
    const image = { id: 'own', name: 'cloth.jpg', order: 1, png: file(7) };
    useOwnClassImages.setState({ images: [image], reading: [], errors: [] });
    const given = await classImagesFor({ ...settings, ownClassImages: true }, null, model, sampling);
    expect(given).toEqual({ images: [image.png], set: null, own: ['own'] });
  });

  it('are no more of a person’s own than a run can take', async () => {
    const many = Array.from({ length: 600 }, (_, order) => ({ id: `${order}`, name: 'a', order, png: file(1) }));
    useOwnClassImages.setState({ images: many, reading: [], errors: [] });
    const { own } = await classImagesFor({ ...settings, ownClassImages: true }, null, model, sampling);
    expect(own).toEqual(many.slice(0, LORA_SETTINGS.classImages.limits.max).map(({ id }) => id));
  });
});

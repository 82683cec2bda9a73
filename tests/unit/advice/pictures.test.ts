/** What is seen in pictures, on the sample fabrics themselves and on what was done to them; and what is said of it. */
import { readFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImageStatistics } from '../../../src/contract/imageWorker.ts';
import { copiedImage } from '../../../src/features/advice/rules/copies.ts';
import { lcmGuidance, strongGuidance, weakGuidance } from '../../../src/features/advice/rules/guidance.ts';
import {
  blurredImages,
  duplicateImages,
  type MeasuredImage,
  smallImages,
} from '../../../src/features/advice/rules/imageQuality.ts';
import { likeness } from '../../../src/features/advice/rules/likeness.ts';
import { TwinSearch } from '../../../src/features/advice/rules/TwinSearch.ts';
import { looksWrong, wrongPrediction } from '../../../src/features/advice/rules/wrongPrediction.ts';
import { imageStatistics } from '../../../workers/images/imageStatistics.ts';

const sample = (number: number) =>
  readFile(new URL(`../../../public/samples/sample-${String(number).padStart(2, '0')}.webp`, import.meta.url));

async function statisticsOf(
  file: Buffer,
  change: (image: Sharp) => Sharp = (image) => image,
): Promise<ImageStatistics> {
  const encoded = await change(sharp(file).resize(320, 320)).png().toBuffer();
  const { data, info } = await sharp(encoded).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return imageStatistics({ width: info.width, height: info.height, rgba: new Uint8ClampedArray(data) });
}

const image = (id: string, statistics: ImageStatistics | null, side = 320): MeasuredImage => ({
  id,
  name: `${id}.jpg`,
  side,
  statistics,
});

describe('a look at the sample fabrics', () => {
  let files: Buffer[];
  let statistics: ImageStatistics[];
  beforeAll(async () => {
    files = await Promise.all(Array.from({ length: 10 }, (_, index) => sample(index + 1)));
    statistics = await Promise.all(files.map((file) => statisticsOf(file)));
  });

  it('tells each from the others, and finds none of them twice', () => {
    for (const [a, one] of statistics.entries()) {
      expect(likeness(one, one)).toBeCloseTo(1, 4);
      for (const other of statistics.slice(0, a)) expect(likeness(one, other)).toBeLessThan(0.6);
    }
    expect(
      duplicateImages(
        statistics.map((one, index) => image(String(index), one)),
        new TwinSearch(),
      ),
    ).toBeNull();
  });

  it.each<[string, (picture: Sharp) => Sharp]>([
    ['compressed', (picture) => picture.jpeg({ quality: 40 })],
    ['smaller', (picture) => picture.resize(100, 100)],
    ['in other colours', (picture) => picture.modulate({ brightness: 1.2, saturation: 0.8 })],
    ['mirrored', (picture) => picture.flop()],
    ['shifted by a fortieth', (picture) => picture.extract({ left: 8, top: 0, width: 312, height: 320 })],
  ])('knows a picture again that is %s', async (_, change) => {
    const [first] = statistics;
    const again = await statisticsOf(files[0] ?? Buffer.of(), change);
    if (first) expect(likeness(first, again)).toBeGreaterThan(0.8);
    expect(duplicateImages([image('first', first ?? null), image('again', again)], new TwinSearch())).toMatchObject({
      id: 'duplicate:first:again',
      lead: { text: 'Remove again.jpg', change: { remove: 'again' } },
    });
  });

  it('tells blurred pictures from sharp ones', async () => {
    const images = [image('sharp', statistics[1] ?? null)];
    expect(blurredImages(images)).toBeNull();
    const soft = await statisticsOf(files[1] ?? Buffer.of(), (picture) => picture.blur(1));
    expect(blurredImages([...images, image('soft', soft)])).toBeNull();
    const blurred = await statisticsOf(files[1] ?? Buffer.of(), (picture) => picture.blur(4));
    expect(blurredImages([...images, image('blurred', blurred)])).toMatchObject({
      lead: { change: { remove: 'blurred' } },
    });
    expect(blurredImages([image('unseen', null)])).toBeNull();
  });

  it('finds no pixel burnt in a grey picture, and all in a black one', () => {
    const plain = (value: number) =>
      imageStatistics({ width: 8, height: 8, rgba: new Uint8ClampedArray(4 * 64).fill(value) });
    expect([plain(128).burnt, plain(255).burnt, plain(0).burnt]).toEqual([0, 1, 1]);
    // A picture of one colour is like nothing, not even another of one colour.
    expect(likeness(plain(128), plain(10))).toBe(0);
  });
});

describe('small photographs', () => {
  it('are smaller than what the model learns in', () => {
    expect(smallImages([image('a', null, 128)], 128)).toBeNull();
    expect(smallImages([image('a', null, 127)], null)).toBeNull();
    expect(smallImages([image('a', null, 127), image('b', null, 64)], 128)?.sentence).toBe(
      '“a.jpg” and one more are smaller than the 128 pixels that the model learns in, and must be enlarged.',
    );
  });
});

describe('a copied photograph', () => {
  const drawn = { id: 'x', called: 'The newest picture', withAdapter: true };
  it.each([
    [0.23, null],
    [0.58, null],
    [0.71, 'copied-image:x'],
  ])('at a likeness of %d: %s', (value, id) =>
    expect(copiedImage({ ...drawn, nearest: { name: 'cloth.jpg', likeness: value } })?.id ?? null).toBe(id),
  );

  it('is none without an adapter, or before the dataset was looked at', () => {
    const nearest = { name: 'cloth.jpg', likeness: 0.9 };
    expect(copiedImage({ ...drawn, withAdapter: false, nearest })).toBeNull();
    expect(copiedImage({ ...drawn, nearest: null })).toBeNull();
    expect(copiedImage({ ...drawn, nearest })?.sentence).toBe('The newest picture is nearly a copy of “cloth.jpg”.');
  });
});

describe('guidance', () => {
  const picture = (guidanceScale: number, burnt: number) => ({
    id: 'x',
    called: 'The newest picture',
    guidanceScale,
    burnt,
  });

  it.each([
    // What was measured on the starter at usual scales, and at strong ones.
    [7.5, 0.27, null],
    [12, 0.1, 'strong-guidance:x'],
    [20, 0.36, 'strong-guidance:x'],
    [20, 0.05, null],
    [7.5, 0.45, 'strong-guidance:x'],
  ])('at %d with a share of %d burnt: %s', (scale, burnt, id) =>
    expect(strongGuidance(picture(scale, burnt))?.id ?? null).toBe(id),
  );

  it('goes back to the usual by a press', () => {
    expect(strongGuidance(picture(20, 0.3))).toMatchObject({
      sentence: 'The newest picture has 30 % of its pixels at their brightest or darkest, at guidance 20.',
      lead: { change: { guidanceScale: '7.5' } },
    });
    expect(strongGuidance(picture(5, 0.5))?.lead).toMatchObject({ kind: 'field', label: 'Guidance scale' });
  });

  it.each([
    [1, 'dpmsolver++', 'weak-guidance'],
    [1.5, 'euler', 'weak-guidance'],
    [3, 'euler', null],
    [1, 'lcm', null],
    [Number.NaN, 'euler', null],
  ])('at %d with %s: %s', (scale, sampler, id) => expect(weakGuidance(scale, sampler)?.id ?? null).toBe(id));

  it.each([
    [2, 'lcm', null],
    [2.5, 'lcm', 'lcm-guidance'],
    [7.5, 'euler', null],
  ])('at %d with %s, made for little of it: %s', (scale, sampler, id) =>
    expect(lcmGuidance(scale, sampler)?.id ?? null).toBe(id),
  );
});

describe('a picture whose model predicts something else than it is taken to', () => {
  const seen = async (name: string) => {
    const file = await readFile(new URL(`../../fixtures/predictions/${name}.png`, import.meta.url));
    const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    return imageStatistics({ width: info.width, height: info.height, rgba: new Uint8ClampedArray(data) });
  };

  it.each([
    ['velocity-of-noise', 'grey mud'],
    ['noise-of-velocity', 'glaring colours'],
    ['picture-of-noise', 'coloured noise'],
  ])('is known by its looks: %s', async (name, looks) => {
    expect(looksWrong(await seen(name))).toBe(looks);
  });

  it.each(['right-burnt', 'right-restless', 'right-colourful', 'right-pale'])(
    'is not seen in one that was drawn rightly, however it was: %s',
    async (name) => {
      expect(looksWrong(await seen(name))).toBeNull();
    },
  );

  it('is not seen in photographs, nor in what is all white', async () => {
    for (let number = 1; number <= 10; number++) {
      expect(looksWrong(await statisticsOf(await sample(number)))).toBeNull();
    }
    const rgba = new Uint8ClampedArray(4 * 128 * 128).fill(255);
    expect(looksWrong(imageStatistics({ width: 128, height: 128, rgba }))).toBeNull();
  });

  it('is told with the way to say what the model predicts', async () => {
    const statistics = await seen('noise-of-velocity');
    expect(wrongPrediction({ id: 'p', called: 'The newest picture', statistics, modelId: 'loom-1' })).toMatchObject({
      sentence: expect.stringContaining('The newest picture is glaring colours'),
      lead: { kind: 'link', href: '#/library?predict=loom-1' },
    });
    expect(
      wrongPrediction({ id: 'p', called: 'It', statistics: await seen('right-pale'), modelId: 'loom-1' }),
    ).toBeNull();
  });
});

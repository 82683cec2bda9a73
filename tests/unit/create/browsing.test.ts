/** What is found in the gallery, how chosen pictures differ, and what a zip of them holds. */
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { CreateSettings } from '../../../src/contract/drawing.ts';
import { ALL_PICTURES, adaptersOf, matching } from '../../../src/features/create/gallery/browsing.ts';
import { differencesOf } from '../../../src/features/create/gallery/differences.ts';
import { writePictures } from '../../../src/features/create/gallery/savePictures.ts';
import type { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';

const picture = (id: string, settings: Partial<CreateSettings>, more: Partial<GalleryRecord> = {}): GalleryRecord => ({
  id,
  createdAt: 1,
  settings: { ...CREATE_DEFAULTS, ...settings },
  model: 'weft-starter',
  adapters: [],
  seconds: 1,
  png: new Blob([id]),
  ...more,
});
const indigo = { name: 'Indigo', weight: 1 };
const PICTURES = [
  picture('a', { prompt: 'A red dress', seed: 7 }, { adapters: [indigo] }),
  picture('b', { prompt: 'A robe d’été', negativePrompt: 'stripes', seed: 8 }, { favourite: true }),
  picture('c', { prompt: 'a red vase', seed: 9 }, { adapters: [{ name: 'Kente', weight: 0.5 }], favourite: true }),
];
const ids = (pictures: readonly GalleryRecord[]) => pictures.map(({ id }) => id).join('');

describe('what is looked at', () => {
  it.each([
    ['', 'abc'],
    ['  red ', 'ac'],
    ['DRESS red', 'a'],
    ['ete', 'b'],
    ['stripes', 'b'],
    ['seed 9', 'c'],
    ['kente', 'c'],
    ['weft-starter', 'abc'],
    ['blue', ''],
  ])('by the words “%s”: %s', (words, found) => {
    expect(ids(matching(PICTURES, { ...ALL_PICTURES, words }))).toBe(found);
  });

  it('by adapter and by mark, all at once', () => {
    expect(ids(matching(PICTURES, { ...ALL_PICTURES, adapter: 'Indigo' }))).toBe('a');
    expect(ids(matching(PICTURES, { ...ALL_PICTURES, favourites: true }))).toBe('bc');
    expect(ids(matching(PICTURES, { words: 'red', adapter: 'Kente', favourites: true }))).toBe('c');
    expect(ids(matching(PICTURES, { words: 'dress', adapter: 'Kente', favourites: true }))).toBe('');
  });

  it('names each adapter once', () => {
    expect(adaptersOf([...PICTURES, ...PICTURES])).toEqual(['Indigo', 'Kente']);
  });
});

describe('pictures side by side', () => {
  it('tells of each what it was drawn with and others not', () => {
    const [base, stronger] = [picture('a', { seed: 1 }), picture('b', { seed: 1, guidanceScale: 12 })];
    expect(differencesOf([base, stronger, picture('c', { seed: 1 }, { adapters: [indigo] })])).toEqual([
      [`guidance ${CREATE_DEFAULTS.guidanceScale}`, 'no adapter'],
      ['guidance 12', 'no adapter'],
      [`guidance ${CREATE_DEFAULTS.guidanceScale}`, 'Indigo × 1'],
    ]);
  });

  it('tells nothing where all were drawn alike', () => {
    expect(differencesOf([picture('a', {}), picture('b', {})])).toEqual([[], []]);
  });
});

describe('a zip of pictures', () => {
  it('holds each as it is, under a name of its own', async () => {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    const same = { prompt: 'A red dress', seed: 7 };
    await writePictures([picture('a', same), picture('b', same), picture('c', { prompt: '…', seed: 1 })], {
      write: async (piece) => void pieces.push(piece.slice()),
    });
    const zip = unzipSync(new Uint8Array(await new Blob(pieces).arrayBuffer()));
    const texts = Object.entries(zip).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]);
    expect(texts).toEqual([
      ['a-red-dress-7.png', 'a'],
      ['a-red-dress-7 (2).png', 'b'],
      ['weft-1.png', 'c'],
    ]);
  });
});

/** Drawing over a picture: what the form reads, what records and texts say of it, and what is read back of them. */
import { afterEach, describe, expect, it } from 'vitest';
import { baseOf, drawnSo } from '../../../src/features/create/base/basePicture.ts';
import { readPictureTexts } from '../../../src/features/create/files/readPictureFile.ts';
import { GalleryRecord } from '../../../src/features/create/galleryRecords.ts';
import { OVER_AT_FIRST, overOrder, readOver, useOver } from '../../../src/features/create/over/overState.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { pngText, settingsLine } from '../../../src/features/drawing/settings/settingsText.ts';
import { sha256Of } from '../../../src/files/sha256.ts';
import { maskOf } from '../../../workers/images/over/maskOf.ts';
import { FILTERS, resample } from '../../../workers/shared/resample.ts';

const OVER = { digest: 'ab12cd', strength: 0.35, mask: null };
const picture = (over?: { digest: string; strength: number; mask: Blob | null }) => ({
  settings: CREATE_DEFAULTS,
  model: 'weft-starter',
  adapters: [{ name: 'Indigo', weight: 1, id: 'one' }],
  ...(over && { over }),
});

describe('the form', () => {
  afterEach(() => useOver.setState(OVER_AT_FIRST));

  it('refuses a strength at which none of the steps is taken, and what is out of bounds', () => {
    expect(readOver({ strength: '0.3' }, 10).settings).toEqual({ strength: 0.3 });
    expect(readOver({ strength: '0.05' }, 20).settings).toEqual({ strength: 0.05 });
    expect(readOver({ strength: '0.05' }, 19).errors.strength).toMatch(/too little for 19 sampling steps/);
    expect(readOver({ strength: '0' }, 50).settings).toBeNull();
    expect(readOver({ strength: '1.1' }, 50).settings).toBeNull();
  });

  it('asks for nothing to be drawn over as long as no picture is chosen', () => {
    expect(overOrder()).toBeNull();
    const file = new Blob(['photograph']);
    useOver.setState({ source: { file, digest: 'ab', name: 'photo.jpg' }, draft: { strength: '0.45' } });
    expect(overOrder()).toEqual({ file, digest: 'ab', mask: null, strength: 0.45 });
  });
});

describe('a picture that was drawn over another', () => {
  it('says so in its line and in its PNG, and is told from others by it', () => {
    expect(settingsLine(CREATE_DEFAULTS, picture(OVER))).toContain('drawn over a picture, strength 0.35');
    const masked = { ...OVER, mask: new Blob(['mask']) };
    expect(settingsLine(CREATE_DEFAULTS, picture(masked))).toContain('drawn over a part of a picture, strength 0.35');
    const text = pngText(CREATE_DEFAULTS, picture(masked));
    expect(text.parameters).toContain('Denoising strength: 0.35, Drawn over: ab12cd, Drawn over in: a mask');
    expect(JSON.parse(text.weft ?? '')).toMatchObject({ over: { digest: 'ab12cd', strength: 0.35, mask: true } });
    expect(JSON.parse(pngText(CREATE_DEFAULTS, picture()).weft ?? '')).not.toHaveProperty('over');
  });

  it.each(['weft', 'parameters'] as const)('is read back with a sentence on what is missing: %s', (key) => {
    const { [key]: text = '' } = pngText(CREATE_DEFAULTS, picture(OVER));
    const reading = readPictureTexts({ [key]: text });
    expect(reading?.settings.seed).toBe(CREATE_DEFAULTS.seed);
    const [left] = reading?.notTaken.filter(({ why }) => why.includes('drawn over another picture')) ?? [];
    expect(left?.value).toBe('0.35');
    const plain = readPictureTexts({ [key]: pngText(CREATE_DEFAULTS, picture())[key] ?? '' });
    expect(plain?.notTaken.filter(({ why }) => why.includes('drawn over'))).toEqual([]);
  });

  it('is compared with a base that was drawn over the same', () => {
    const parts = { fewSteps: new Set<string>(), words: [] };
    const base = baseOf(picture(OVER), parts);
    expect(base).toMatchObject({ adapters: [], over: OVER });
    if (!base) return;
    const fromNoise = { ...picture(), adapters: [] };
    const over = { ...fromNoise, over: { ...OVER } };
    expect(drawnSo([fromNoise], base, 'weft-starter')).toBeNull();
    expect(drawnSo([fromNoise, over], base, 'weft-starter')).toBe(over);
    const stronger = { ...fromNoise, over: { ...OVER, strength: 0.4 } };
    expect(drawnSo([stronger], base, 'weft-starter')).toBeNull();
  });

  it('is kept with what it was drawn over; records of earlier versions have none', () => {
    const png = new Blob(['png']);
    const kept = { ...picture(), id: 'a', createdAt: 1, seconds: 1, png };
    expect(GalleryRecord.parse(kept).over).toBeUndefined();
    const over = { ...OVER, picture: png };
    expect(GalleryRecord.parse({ ...kept, over }).over).toEqual(over);
    expect(GalleryRecord.safeParse({ ...kept, over: { ...over, strength: 7 } }).success).toBe(false);
  });
});

it('tells files by their SHA-256', async () => {
  expect(await sha256Of(new Blob(['abc']))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

it('reads masks at half of the light, as Pillow reckons grey', () => {
  const rgba = Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255, 127, 127, 127, 255, 128, 128, 128, 255);
  const { picture: mask, anyWhite } = maskOf({ width: 4, height: 1, rgba });
  expect([0, 4, 8, 12].map((i) => mask.rgba[i])).toEqual([0, 255, 0, 255]);
  expect(anyWhite).toBe(true);
  expect(maskOf({ width: 1, height: 1, rgba: Uint8ClampedArray.of(9, 9, 9, 255) }).anyWhite).toBe(false);
});

it('resamples by Lanczos as Pillow does', () => {
  const rgba = new Uint8ClampedArray(4 * 49).map((_, i) =>
    i % 4 === 3 ? 255 : (37 * Math.floor(i / 4) + 11 * (i % 4)) % 256,
  );
  const { rgba: made } = resample({ width: 7, height: 7, rgba }, 4, 4, FILTERS.lanczos);
  expect([...made].filter((_, i) => i % 4 !== 3)).toEqual(PILLOW_LANCZOS);
});

/** PIL.Image.resize((4, 4), LANCZOS) of the same picture, Pillow 13.0.0. */
const PILLOW_LANCZOS = [
  15, 26, 37, 78, 89, 100, 146, 157, 168, 209, 220, 229, 20, 31, 42, 83, 94, 106, 151, 162, 172, 214, 225, 246, 26, 37,
  48, 89, 100, 108, 157, 168, 192, 220, 231, 139, 31, 42, 53, 94, 105, 112, 162, 173, 203, 225, 236, 96,
];

/** Morph's form: keyframes counted, chosen and read, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { MORPH_DEFAULTS } from '../../../src/features/morph/morphDefaults.ts';
import { filmBytes, sizeText } from '../../../src/features/morph/morphEstimate.ts';
import {
  MORPH_FORM,
  type MorphForm,
  newKeyframe,
  nextSeeds,
  readMorph,
  withCount,
  withKeyframes,
} from '../../../src/features/morph/morphForm.ts';

const seedsOf = ({ keyframes }: MorphForm) => keyframes.map(({ seed }) => seed);
const moving = (...moves: (keyof MorphForm['moves'])[]): MorphForm => ({
  ...MORPH_FORM,
  moves: { noise: moves.includes('noise'), prompt: moves.includes('prompt'), weight: moves.includes('weight') },
});
const read = (form: MorphForm) => readMorph(form, 128);

describe('the list of keyframes', () => {
  it('follows the count: seeds that are not there yet are added, the last ones go', () => {
    expect(seedsOf(MORPH_FORM)).toEqual(['42', '43', '44', '45', '46']);
    expect(seedsOf(withCount(MORPH_FORM, '7'))).toEqual(['42', '43', '44', '45', '46', '47', '48']);
    expect(seedsOf(withCount(MORPH_FORM, '2'))).toEqual(['42', '43']);
  });

  it.each(['', '1', '25', '2.5', 'x'])('stays while the count is “%s”, which the field says', (count) => {
    const form = withCount(MORPH_FORM, count);
    expect(seedsOf(form)).toEqual(seedsOf(MORPH_FORM));
    expect(read(form)).toMatchObject({ settings: null, errors: { count: 'must be a whole number from 2 to 24' } });
  });

  it('offers seeds that are not taken, also behind the last of all', () => {
    expect(nextSeeds([{ seed: '7' }, { seed: 'x' }, { seed: '3' }], 2)).toEqual([8, 9]);
    expect(nextSeeds([{ seed: '4294967295' }, { seed: '0' }], 2)).toEqual([1, 2]);
    expect(nextSeeds([], 1)).toEqual([0]);
  });
});

describe('reading', () => {
  it('gives the defaults for the form as it begins', () => {
    expect(read(MORPH_FORM)).toEqual({
      settings: MORPH_DEFAULTS,
      errors: { drawing: {}, timing: {}, keyframes: {} },
    });
  });

  it('moves prompts with one noise; an empty prompt is the one that all share', () => {
    const form = moving('prompt');
    const [first, second] = form.keyframes;
    const own = withKeyframes(form, [{ ...first, prompt: 'a red dress' }, second] as MorphForm['keyframes']);
    expect(read({ ...own, drawing: { ...own.drawing, seed: '9' } }).settings).toMatchObject({
      seed: 9,
      keyframes: [
        { seed: 9, prompt: 'a red dress' },
        { seed: 9, prompt: MORPH_DEFAULTS.prompt },
      ],
    });
  });

  it('moves the weights of all adapters that are chosen', () => {
    const form = moving('weight');
    const chosen = { ...form, drawing: { ...form.drawing, adapters: ['a', 'b'].map((id) => ({ id, weight: 0.3 })) } };
    const keyframes = [{ ...newKeyframe(1, 0), weights: { b: 1.5 } }, newKeyframe(1, 1)];
    expect(
      read(withKeyframes(chosen, keyframes)).settings?.keyframes.map(({ adapterWeights }) => adapterWeights),
    ).toEqual([
      [0, 1.5],
      [1, 1],
    ]);
    expect(read(form).errors.moves).toContain('no adapter is chosen');
  });

  it('refuses films in which nothing moves, and seeds that are none, at their fields', () => {
    expect(read(moving()).errors.moves).toBe('Choose something that moves.');
    expect(read(moving('prompt')).errors.moves).toContain('nothing would move');
    const [first, ...rest] = MORPH_FORM.keyframes;
    const wrong = withKeyframes(MORPH_FORM, [{ ...first, seed: '-1' }, ...rest] as MorphForm['keyframes']);
    expect(read(wrong)).toMatchObject({
      settings: null,
      errors: { keyframes: { [first?.id ?? '']: { seed: 'must be 0 or more' } } },
    });
    const short = { ...MORPH_FORM, timing: { duration: '0.5', framesPerSecond: '4' } };
    expect(read(short).errors.count).toBe('must be no more than the film’s 2 frames');
  });
});

describe('the size of a file', () => {
  const encoding = { format: 'webm', palette: 'frame', dither: false } as const;
  const film = { bytes: 100_000, frames: 10, encoding, settings: { ...MORPH_DEFAULTS, size: 64 } };

  it('is estimated from the newest film like it, by pixels and frames', () => {
    const gif = { ...film, bytes: 5, encoding: { ...encoding, format: 'gif' } as const };
    expect(filmBytes({ ...MORPH_DEFAULTS, size: 128 }, encoding, [gif, film])).toBeCloseTo(450 * 4 * 10_000, 3);
    const dithered = { ...gif.encoding, dither: true };
    expect(filmBytes(MORPH_DEFAULTS, dithered, [gif])).toBe(filmBytes(MORPH_DEFAULTS, dithered, []));
  });

  it('is told as an estimate', () => {
    expect(sizeText(3_249_000, encoding)).toBe('The WebM will have some 3.2 MB (an estimate).');
    expect(sizeText(12_300, encoding)).toBe('The WebM will have some 20 kB (an estimate).');
  });
});

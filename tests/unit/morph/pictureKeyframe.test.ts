/** Drawn pictures as keyframes: the first says what is drawn, the second takes the place that was held for it. */
import { describe, expect, it } from 'vitest';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { keptMorphForm, morphFields } from '../../../src/features/morph/keptMorphForm.ts';
import { MORPH_FORM, type MorphForm, readMorph } from '../../../src/features/morph/morphForm.ts';
import { withPicture } from '../../../src/features/morph/pictureKeyframe.ts';

const picture = (seed: number, prompt = 'a kite of sks') => ({
  settings: { ...CREATE_DEFAULTS, seed, prompt, guidanceScale: 3 },
  adapters: [{ id: 'a', weight: 0.5 }],
});

function add(form: MorphForm, seed: number, prompt?: string): MorphForm {
  const { form: added } = withPicture(form, picture(seed, prompt), 128);
  if (!added) throw new Error('no room');
  return added;
}

const seedsOf = ({ keyframes }: MorphForm) => keyframes.map(({ seed }) => seed);

describe('a picture used as a keyframe', () => {
  it('begins a film that draws as it was drawn, with a second keyframe that holds a place', () => {
    const { drawing, count, ...rest } = add(MORPH_FORM, 7);
    expect(drawing).toMatchObject({
      prompt: 'a kite of sks',
      guidanceScale: '3',
      adapters: [{ id: 'a', weight: 0.5 }],
    });
    expect(drawing.samplingSteps).toBe(MORPH_FORM.drawing.samplingSteps);
    expect(count).toBe('2');
    expect(seedsOf({ drawing, count, ...rest })).toEqual(['7', '8']);
    expect(readMorph(add(MORPH_FORM, 7), 128).settings?.keyframes).toHaveLength(2);
  });

  it('takes that place, and stands behind the others from then on', () => {
    const two = add(add(MORPH_FORM, 7), 100);
    expect(seedsOf(two)).toEqual(['7', '100']);
    expect(seedsOf(add(two, 5))).toEqual(['7', '100', '5']);
  });

  it('has the place held over a reload', () => {
    const kept = keptMorphForm(morphFields(add(MORPH_FORM, 7)), MORPH_FORM);
    expect(seedsOf(add(kept, 100))).toEqual(['7', '100']);
  });

  it('has the film pass over prompts where it was drawn from another one', () => {
    const two = add(add(MORPH_FORM, 7), 100, 'a chair of sks');
    expect(two.moves).toMatchObject({ noise: true, prompt: true });
    expect(readMorph(two, 128).settings?.keyframes.map(({ prompt }) => prompt)).toEqual([
      'a kite of sks',
      'a chair of sks',
    ]);
  });

  it('is there once', () => {
    const two = add(add(MORPH_FORM, 7), 100);
    expect(withPicture(two, picture(7), 128)).toEqual({ form: two, place: 1 });
  });

  it('leaves a film that somebody made as it is, behind which it comes', () => {
    const own = { ...MORPH_FORM, keyframes: MORPH_FORM.keyframes.slice(0, 3), count: '3' };
    const added = add(own, 7);
    expect(seedsOf(added)).toEqual(['42', '43', '44', '7']);
    expect(added.drawing).toBe(own.drawing);
  });

  it('finds no room behind the most that there can be', () => {
    let form = add(MORPH_FORM, 1000);
    for (let seed = 1001; seed < 1024; seed++) form = add(form, seed);
    expect(withPicture(form, picture(7), 128)).toEqual({ form: null, most: 24 });
  });
});

/** Work that is saved at a picture's steps: in forms of earlier versions, in words, in files, and in how long it takes. */
import { stepWork } from '@weft/engine';
import { expect, it } from 'vitest';
import { CreateSettings } from '../../../src/contract/drawing.ts';
import { readPictureTexts } from '../../../src/features/create/files/readPictureFile.ts';
import { CREATE_DEFAULTS } from '../../../src/features/drawing/settings/drawingDefaults.ts';
import { guidedSteps } from '../../../src/features/drawing/settings/pictureEstimate.ts';
import { pngText, settingsLine } from '../../../src/features/drawing/settings/settingsText.ts';

const SAVED = { ...CREATE_DEFAULTS, guidanceUntil: 80, deepEvery: 3 };

it('says which steps have guidance, and which take the deep layers of an earlier one', () => {
  const saved = stepWork(7, 7.5, { guidanceStop: 0.6, deepEvery: 3 });
  expect(saved.map(({ guided }) => guided)).toEqual([true, true, true, true, false, false, false]);
  expect(saved.map(({ whole }) => whole)).toEqual([true, false, false, true, true, false, true]);
  expect(stepWork(3, 7.5, {})).toEqual(new Array(3).fill({ guided: true, whole: true }));
  expect(stepWork(3, 1, { guidanceStop: 1 })).toEqual(new Array(3).fill({ guided: false, whole: true }));
});

it('is off in records that were kept before there was such a thing', () => {
  const { guidanceUntil: _, deepEvery: __, ...earlier } = CREATE_DEFAULTS;
  expect(CreateSettings.parse(earlier)).toEqual(CREATE_DEFAULTS);
});

it('is told under a picture and in its file, from which it comes back, where there is any', () => {
  const drawn = { model: 'm', adapters: [] };
  expect(settingsLine(SAVED, drawn)).toContain('guidance until 80 % · deep layers every 3 steps');
  expect(settingsLine(CREATE_DEFAULTS, drawn)).not.toMatch(/until|every/);
  expect(pngText(CREATE_DEFAULTS, drawn).parameters).not.toMatch(/until|every/);
  const { weft = '', parameters = '' } = pngText(SAVED, drawn);
  for (const texts of [{ weft }, { parameters }]) {
    expect(readPictureTexts(texts as Record<string, string>)).toMatchObject({
      settings: { guidanceUntil: 80, deepEvery: 3 },
      notTaken: [],
    });
  }
  // Another program's picture had none, whatever the form has.
  const other = 'a vase\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 512x512';
  expect(readPictureTexts({ parameters: other })?.settings).toMatchObject({ guidanceUntil: 100, deepEvery: 1 });
});

it('makes a picture take less time by as much', () => {
  expect(guidedSteps(CREATE_DEFAULTS)).toBe(25);
  expect(guidedSteps({ ...CREATE_DEFAULTS, guidanceUntil: 80 })).toBeCloseTo(22.5);
  expect(guidedSteps({ ...CREATE_DEFAULTS, guidanceUntil: 0 })).toBeCloseTo(12.5);
  expect(guidedSteps({ ...CREATE_DEFAULTS, guidanceScale: 1 })).toBeCloseTo(12.5);
  expect(guidedSteps({ ...CREATE_DEFAULTS, deepEvery: 5 })).toBeCloseTo(5 + 20 * 0.38);
});

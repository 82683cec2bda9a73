/** The words about controls: every setting has some, and what stands behind a “?” is whole. */

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { CreateSettings, MorphSettings } from '../../../src/contract/drawing.ts';
import { FilmEncoding } from '../../../src/contract/filmWorker.ts';
import { sourceOf } from '../../../src/contract/message.ts';
import { InversionSettings, LoraSettings } from '../../../src/contract/training.ts';
import { AXIS_HELP, COMPARE_HELP } from '../../../src/features/compare/compareHelp.ts';
import { AXIS_SETTINGS } from '../../../src/features/compare/grid/compareAxes.ts';
import { DATASET_HELP } from '../../../src/features/dataset/datasetHelp.ts';
import { DRAWING_HELP } from '../../../src/features/drawing/fields/drawingHelp.ts';
import { ADAPTER_HELP, LIBRARY_HELP } from '../../../src/features/library/libraryHelp.ts';
import { SCORE_HELP } from '../../../src/features/library/scores/scoreHelp.ts';
import { MODEL_HELP } from '../../../src/features/models/modelHelp.ts';
import { MORPH_HELP } from '../../../src/features/morph/morphHelp.ts';
import { INVERSION_HELP, LORA_HELP, SWEEP_HELP } from '../../../src/features/training/trainingHelp.ts';
import { withinSentence } from '../../../src/kit/help/About.tsx';
import type { Explanation } from '../../../src/kit/help/explanation.ts';

const ALL: [string, Explanation][] = Object.entries({
  DRAWING_HELP,
  LORA_HELP,
  SWEEP_HELP,
  INVERSION_HELP,
  COMPARE_HELP,
  AXIS_HELP,
  MORPH_HELP,
  DATASET_HELP,
  LIBRARY_HELP,
  ADAPTER_HELP,
  SCORE_HELP,
  MODEL_HELP,
}).flatMap(([room, words]) =>
  Object.entries(words).map(([key, explanation]): [string, Explanation] => [`${room}.${key}`, explanation]),
);

const wordsOf = (help: Readonly<Record<string, Explanation>>, setting: string) => help[setting];

describe('every setting has an explanation', () => {
  it.each(Object.keys(LoraSettings.shape))('of a LoRA run: %s', (setting) =>
    expect(wordsOf(LORA_HELP, setting)).toBeDefined(),
  );
  it.each(Object.keys(InversionSettings.shape))('of textual inversion: %s', (setting) =>
    expect(wordsOf(INVERSION_HELP, setting)).toBeDefined(),
  );
  it.each(Object.keys(CreateSettings.shape))('of a picture: %s', (setting) =>
    expect(DRAWING_HELP).toHaveProperty(setting),
  );
  it.each([...Object.keys(MorphSettings.shape), ...Object.keys(FilmEncoding.shape)])('of a film: %s', (setting) =>
    expect({ ...DRAWING_HELP, ...MORPH_HELP }).toHaveProperty(setting),
  );
  it.each(AXIS_SETTINGS)('of an axis: %s', (setting) => expect(AXIS_HELP[setting]).toBeDefined());
});

describe('an explanation', () => {
  it.each(ALL)('is one to three whole sentences: %s', (_, { does }) => {
    expect(sourceOf(does)).toMatch(/^\p{Lu}.*[.]$/u);
    expect(
      sourceOf(does)
        .split(/[.](?: |$)/)
        .filter(Boolean).length,
    ).toBeLessThanOrEqual(3);
  });

  it('is not given twice', () => {
    const explanations = [...new Set(ALL.map(([, explanation]) => explanation))];
    expect(new Set(explanations.map(({ does }) => does)).size).toBe(explanations.length);
  });

  it.each(ALL.filter(([, { formula }]) => formula))(
    'has a formula in MathML with its letters named: %s',
    (_, words) => {
      const { Notation, where } = words.formula ?? { Notation: () => null, where: '' };
      const markup = renderToStaticMarkup(createElement(Notation));
      expect(markup).toMatch(/^<math display="block">.*<mo>=<\/mo>.*<\/math>$/);
      expect(where).toMatch(/[.]$/);
    },
  );

  it('keeps the capitals of names within its own name', () => {
    expect(['Guidance scale', 'LoRA alpha', 'A', 'EMA decay', 'Seed of keyframe 1'].map(withinSentence)).toEqual([
      'guidance scale',
      'LoRA alpha',
      'a',
      'EMA decay',
      'seed of keyframe 1',
    ]);
  });
});

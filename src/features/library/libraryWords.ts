/** What the dataset and the library ask for, in plain words. */
import type { Explanation } from '../../kit/help/explanation.ts';
import { LORA_UPDATE } from '../../kit/help/formulas.tsx';

export const DATASET_WORDS = {
  images: {
    does: 'All that is known of your fabric comes from these pictures. One cloth in different folds, distances and light is learnt as a fabric; the same view ten times is learnt as a picture, and comes out as a copy.',
    usual: 'About ten, sharp, the cloth filling the frame',
  },
  captions: {
    does: 'What a caption names, such as a fold or a table, is not taken for part of the fabric, and stays out of other pictures. It has to hold the rare word, or the photograph teaches the word nothing; textual inversion doesn’t use captions.',
    usual: 'None where all photographs show the cloth alone',
  },
} as const satisfies Record<string, Explanation>;

export const LIBRARY_WORDS = {
  fewSteps: {
    does: 'Such an adapter knows no fabric: it teaches the model to reach a clean picture in four steps in place of twenty-five, beside whatever other adapters are chosen. Set on an ordinary adapter, pictures come out smeared.',
    usual: 'As its file was understood',
  },
  mergedName: {
    does: 'The one adapter draws what the mix draws, at weight 1. What is added up are the changes to the model, so two fabrics both show: side by side in some places, blended in others.',
    formula: LORA_UPDATE,
  },
} as const satisfies Record<string, Explanation>;

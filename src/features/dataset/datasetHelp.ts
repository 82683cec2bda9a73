/** What the dataset asks for, in plain words. */
import type { Explanation } from '../../kit/help/explanation.ts';

export const DATASET_HELP = {
  images: {
    does: 'All that is known of your fabric comes from these pictures. One cloth in different folds, distances and light is learnt as a fabric; the same view ten times is learnt as a picture, and comes out as a copy.',
    usual: 'About ten, sharp, the cloth filling the frame',
  },
  captions: {
    does: 'What a caption names, such as a fold or a table, is not taken for part of the fabric, and stays out of other pictures. It has to hold the rare word, or the photograph teaches the word nothing; textual inversion doesn’t use captions.',
    usual: 'None where all photographs show the cloth alone',
  },
} as const satisfies Record<string, Explanation>;

/** Settings of a run of textual inversion that are known to work, for a small model and for Stable Diffusion 1.5. */
import type { TextualInversionSettings } from '../training/inversion/textualInversion.ts';
import { OBJECT_TEMPLATES } from './objectTemplates.ts';

/** All of a run's settings but the two words: the new one, and the one it starts from. */
export type InversionRecipe = Omit<TextualInversionSettings, 'placeholder' | 'initializer'>;

/**
 * For a model of some 16 million parameters at 128 px, as the studio's starter is. Found by trying on ten fabrics: with
 * four rows and 300 steps at 5e-3 the word carries their colours and marks onto bags and vases; with one row it stays
 * nearer to the initialiser. More steps change little.
 */
export const STARTER_INVERSION: InversionRecipe = {
  vectors: 4,
  templates: OBJECT_TEMPLATES,
  segments: 0,
  steps: 300,
  batchSize: 1,
  learningRate: 5e-3,
  mirror: true,
  seed: 42,
  checkpointEvery: 50,
  evalEvery: 50,
  holdOut: 0,
  patience: 0,
  sampleEvery: 100,
  samplePrompt: '',
};

/**
 * For Stable Diffusion 1.5: one row, 3000 steps at 5e-4, as the course Pixels2GenAI has them (diffusers' example takes as
 * many steps). Kept and looked at as rarely as so many steps allow.
 */
export const SD15_INVERSION: InversionRecipe = {
  ...STARTER_INVERSION,
  steps: 3000,
  learningRate: 5e-4,
  vectors: 1,
  checkpointEvery: 250,
  evalEvery: 250,
  sampleEvery: 500,
};

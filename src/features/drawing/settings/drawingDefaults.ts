/** What the forms start with, and the prompts whose rare token stands for the person's fabric. */
import type { CreateSettings } from '../../../contract/drawing.ts';

/** Prompts whose rare token `sks` stands for the person's fabric. */
export const SUBJECT_PROMPT = 'a sks african fabric pattern';

export const SUBJECT_TOKEN = 'sks';

/** What kind of thing the fabric is one of: the prompt of class images, and of what a run may have forgotten. */
export const CLASS_PROMPT = 'a fabric pattern';

/** `size` is the starter's native one; the forms follow the model that is open. */
export const CREATE_DEFAULTS: CreateSettings = {
  prompt: SUBJECT_PROMPT,
  negativePrompt: '',
  guidanceScale: 7.5,
  samplingSteps: 25,
  sampler: 'dpmsolver++',
  seed: 42,
  size: 128,
  guidanceUntil: 100,
  deepEvery: 1,
  seamless: 'none',
  promptSyntax: 'auto',
};

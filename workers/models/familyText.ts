/** What a model is, as the library says it. */
import type { Inspection } from '@weft/engine';
import { inProductWords } from '../shared/productWords.ts';

/** The family in words, e.g. `Stable Diffusion 1`. */
export function familyText({ family }: Inspection): string {
  return inProductWords(family ?? 'Stable Diffusion’s architecture');
}

/** What a measurement of scores draws, and how long that takes. */
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { SUBJECT_TOKEN } from '../../drawing/settings/drawingDefaults.ts';
import { pictureSeconds } from '../../drawing/settings/pictureEstimate.ts';
import { NINE_CONTEXTS } from '../../drawing/settings/promptParts.ts';
import { defaultSampling } from '../../drawing/settings/samplingPresets.ts';
import { weavePrompt } from '../../drawing/settings/weavePrompt.ts';
import type { LibraryItem } from '../libraryState.ts';
import { wordedAdapter } from '../wordedAdapter.ts';

/** Pictures for each prompt; the paper has 4, of 25 prompts. */
export const PICTURES_EACH = ['1', '2', '4'] as const;
export type PicturesEach = (typeof PICTURES_EACH)[number];

/** Seeds of their own, so that no picture is one that the run was watched by. */
const FIRST_SEED = 2001;

/** The pictures that a measurement draws. */
export function scoredSubjects(item: LibraryItem, each: PicturesEach) {
  const word = item.method === 'embedding' ? item.embedding.token : (wordedAdapter(item).word ?? SUBJECT_TOKEN);
  const seeds = Array.from({ length: Number(each) }, (_, index) => FIRST_SEED + index);
  return {
    seeds,
    // What the word means no text encoder knows but the run's own: it is left out of what pictures are judged by.
    prompts: NINE_CONTEXTS.map(({ text }) => ({ prompt: weavePrompt(text, [word]), judged: weavePrompt(text, []) })),
  };
}

/** Seconds that drawing them takes. */
export function scoringSeconds(each: PicturesEach, model: ModelInfo): number {
  const sampling = { ...defaultSampling(model), size: model.nativeSize };
  return NINE_CONTEXTS.length * Number(each) * pictureSeconds(sampling, model);
}

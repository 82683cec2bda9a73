/** Scores of what a run left: pictures are drawn for them like any others, judged, and the scores kept with the item. */

import { create } from 'zustand';
import type { CreateSettings, Picture } from '../../../contract/drawing.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { StudioError } from '../../../contract/errors.ts';
import type { ScoreProgress } from '../../../contract/scoreWorker.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { errorInfoOf, isCancelled } from '../../../kit/worker/outcome.ts';
import { draw } from '../../../session/studioClient.ts';
import { type JobControls, startJob } from '../../../session/studioStore.ts';
import { useDataset } from '../../dataset/datasetStore.ts';
import { CREATE_DEFAULTS, SUBJECT_TOKEN } from '../../drawing/settings/drawingDefaults.ts';
import { pictureSeconds } from '../../drawing/settings/pictureEstimate.ts';
import { NINE_CONTEXTS } from '../../drawing/settings/promptParts.ts';
import { defaultSampling } from '../../drawing/settings/samplingPresets.ts';
import { weavePrompt } from '../../drawing/settings/weavePrompt.ts';
import { type LibraryItem, repositoryOf } from '../libraryStore.ts';
import type { RunScores } from '../records/runScores.ts';
import { wordedAdapter } from '../wordedAdapter.ts';
import { fetchScoreModels, scorePictures } from './scoreClient.ts';
import { findScoreModels, requireRoom, useScoreModels } from './scoreModels.ts';

/** Pictures for each prompt; the paper has 4, of 25 prompts. */
export const PICTURES_EACH = ['1', '2', '4'] as const;
export type PicturesEach = (typeof PICTURES_EACH)[number];

/** Seeds of their own, so that no picture is one that the run was watched by. */
const FIRST_SEED = 2001;

export type Scoring =
  | { state: 'waiting' }
  | { state: 'drawing'; done: number; total: number }
  | { state: 'fetching'; loadedBytes: number }
  | ({ state: 'judging' } & ScoreProgress)
  | { state: 'failed'; error: ErrorInfo };

/** The item that is being scored or was the last, by its id. */
interface ScoringState {
  items: Readonly<Record<string, Scoring & { cancel?: () => void }>>;
}

export const useScoring = create<ScoringState>(() => ({ items: {} }));

/** What drawing takes of the whole; the rest is judging. */
const DRAWING_SHARE = 0.8;

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

/** Draws, judges and keeps the scores, in its turn; how it gets on is seen in the store. */
export async function measureScores(item: LibraryItem, each: PicturesEach): Promise<void> {
  const show = (scoring: ScoringState['items'][string] | null) =>
    useScoring.setState(({ items: { [item.id]: _, ...others } }) => ({
      items: scoring ? { ...others, [item.id]: scoring } : others,
    }));
  const { result, cancel } = startJob(`Scoring “${item.name}”`, false, (controls) =>
    scoreItem(item, each, controls, (scoring) => show({ ...scoring, cancel })),
  );
  show({ state: 'waiting', cancel });
  try {
    await repositoryOf(item).setScores(item.id, await result);
    show(null);
  } catch (error) {
    show(isCancelled(error) ? null : { state: 'failed', error: errorInfoOf(error) });
  } finally {
    void findScoreModels();
  }
}

async function scoreItem(
  item: LibraryItem,
  each: PicturesEach,
  { model, signal, report }: JobControls,
  show: (scoring: Scoring) => void,
): Promise<RunScores> {
  const real = useDataset.getState().images.map(({ bytes }) => bytes);
  if (real.length === 0) {
    throw new StudioError({
      code: 'no-images',
      message: 'There are no photographs to hold the pictures against.',
      advice: 'Add those of the fabric to the dataset, and measure again.',
    });
  }
  await findScoreModels();
  if (!useScoreModels.getState().kept) {
    // Before anything is drawn: nobody waits for pictures that can't be judged.
    await requireRoom();
    show({ state: 'fetching', loadedBytes: 0 });
    await fetchScoreModels((loadedBytes) => show({ state: 'fetching', loadedBytes }), signal);
  }
  const { prompts, seeds } = scoredSubjects(item, each);
  const sampling = { ...defaultSampling(model), size: model.nativeSize };
  const total = prompts.length * seeds.length;
  const drawn: { picture: Picture; text: string }[] = [];
  for (const { prompt, judged } of prompts) {
    for (const seed of seeds) {
      show({ state: 'drawing', done: drawn.length, total });
      const settings: CreateSettings = { ...CREATE_DEFAULTS, ...sampling, prompt, seed };
      const adapters = item.method === 'lora' ? [{ id: item.id, weight: 1 }] : [];
      const { picture } = await draw({ settings, adapters }, () => undefined, signal);
      drawn.push({ picture, text: judged });
      report((DRAWING_SHARE * drawn.length) / total, null);
    }
  }
  const onProgress = (progress: ScoreProgress) => {
    show({ state: 'judging', ...progress });
    report(DRAWING_SHARE + ((1 - DRAWING_SHARE) * progress.done) / progress.total, null);
  };
  const scores = await scorePictures({ drawn, real }, onProgress, signal);
  return {
    scores,
    measuredAt: Date.now(),
    protocol: {
      model: model.name,
      prompts: prompts.map(({ prompt }) => prompt),
      seeds,
      ...sampling,
      photographs: real.length,
    },
  };
}

/** Scores of what a run left, on the page: how measurements get on, and the flow over workers, dataset and library. */
import { create } from 'zustand';
import { draw } from '../../../session/studioClient.ts';
import { startJob } from '../../../session/studioStore.ts';
import { imagesOfRun } from '../../dataset/subjects/runImages.ts';
import { datasetOfItem } from '../learntFrom.ts';
import type { LibraryItem } from '../libraryState.ts';
import { setScores } from '../libraryStore.ts';
import { fetchScoreModels, scorePictures } from './scoreClient.ts';
import type { PicturesEach } from './scoredSubjects.ts';
import { findScoreModels, requireRoom, useScoreModels } from './scoreModels.ts';
import { measureItem } from './scoringFlow.ts';
import { NO_SCORING, reduceScoring, type ScoringState } from './scoringState.ts';

export const useScoring = create<ScoringState>(() => NO_SCORING);

/** Draws, judges and keeps the scores, in its turn; how it gets on is seen in the store. */
export function measureScores(item: LibraryItem, each: PicturesEach): Promise<void> {
  return measureItem(item, each, {
    tell: (event) => useScoring.setState((state) => reduceScoring(state, event)),
    startJob,
    photographs: async (scored, signal) => {
      const dataset = datasetOfItem(scored);
      const images = await imagesOfRun(dataset, dataset, signal);
      return images.map(({ bytes }) => bytes);
    },
    async modelsKept() {
      await findScoreModels();
      return useScoreModels.getState().kept;
    },
    requireRoom,
    fetchModels: fetchScoreModels,
    draw,
    judge: scorePictures,
    keep: setScores,
    now: Date.now,
  });
}

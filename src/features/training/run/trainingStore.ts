/** Holds what is shown of the training run; events alone change it. */
import { create } from 'zustand';
import { trainingReducer } from './trainingReducer.ts';
import { NO_TRAINING, type TrainingEvent, type TrainingState } from './trainingState.ts';

export const useTraining = create<TrainingState>(() => NO_TRAINING);

/** Those who look are told only where the event changed something. */
export function applyToTraining(event: TrainingEvent): void {
  useTraining.setState((state) => trainingReducer(state, event), true);
}

/** From what the page knows of model and job and what happens to what it knows then; what cannot be leaves it as it is. */
import type { ErrorInfo } from '../contract/errors.ts';
import type { ModelInfo, OpenProgress } from '../contract/studioWorker.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { JobEnd, RunningJob, StudioState } from './studioState.ts';

export type StudioEvent =
  /** A model is to be opened when the jobs before it are done. */
  | { type: 'model-chosen'; choice: ModelChoice }
  /** That model's turn has come. */
  | { type: 'model-turn'; choice: ModelChoice }
  | { type: 'opening'; choice: ModelChoice }
  | { type: 'opening-progressed'; progress: OpenProgress }
  | { type: 'opened'; model: ModelInfo }
  | { type: 'opening-failed'; error: ErrorInfo }
  /** The worker is gone, and the model with it. */
  | { type: 'crashed'; error: ErrorInfo }
  /** @param waiting jobs behind it */
  | { type: 'job-started'; job: Omit<RunningJob, 'fraction' | 'secondsLeft'>; waiting: number }
  | { type: 'job-progressed'; fraction: number | null; secondsLeft: number | null }
  | { type: 'job-ended'; end: JobEnd }
  /** @param waiting jobs behind the running one */
  | { type: 'line-changed'; waiting: number };

export function reduceStudio(state: StudioState, event: StudioEvent): StudioState {
  const { opening, job } = state;
  switch (event.type) {
    case 'model-chosen':
      return { ...state, next: event.choice };
    case 'model-turn':
      // One that was chosen after it still waits.
      return state.next === event.choice ? { ...state, next: null } : state;
    case 'opening':
      return { ...state, opening: { state: 'loading', choice: event.choice, progress: null } };
    case 'opening-progressed':
      return opening.state === 'loading' ? { ...state, opening: { ...opening, progress: event.progress } } : state;
    case 'opened':
      return { ...state, opening: { state: 'ready', model: event.model } };
    case 'opening-failed':
      return { ...state, opening: { state: 'failed', error: event.error } };
    case 'crashed':
      // Whoever is opening hears of it too, and has another way.
      return opening.state === 'loading' ? state : { ...state, opening: { state: 'failed', error: event.error } };
    case 'job-started':
      return { ...state, job: { ...event.job, fraction: null, secondsLeft: null }, waiting: event.waiting };
    case 'job-progressed': {
      const { fraction, secondsLeft } = event;
      return job ? { ...state, job: { ...job, fraction, secondsLeft } } : state;
    }
    case 'job-ended':
      return job ? { ...state, job: null, lastJob: { title: job.title, end: event.end } } : state;
    case 'line-changed':
      return state.waiting === event.waiting ? state : { ...state, waiting: event.waiting };
  }
}

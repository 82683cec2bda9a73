/** What the page knows of the open model, of the running job and of what waits. */
import type { ErrorInfo } from '../contract/errors.ts';
import type { ModelInfo, OpenProgress } from '../contract/studioWorker.ts';
import { type ModelChoice, STARTER } from './modelChoice.ts';

export type Opening =
  | { state: 'loading'; choice: ModelChoice; progress: OpenProgress | null }
  | { state: 'ready'; model: ModelInfo }
  | { state: 'failed'; error: ErrorInfo };

/** The running job, as the status line shows it. */
export interface RunningJob {
  title: string;
  /** 0 to 1, or null while it is not known. */
  fraction: number | null;
  secondsLeft: number | null;
  /** What leaving the page would lose. */
  precious: boolean;
  cancel: () => void;
}

/** How a job came to its end. */
export type JobEnd = 'done' | 'failed' | 'cancelled';

export interface StudioState {
  opening: Opening;
  job: RunningJob | null;
  /** The job that ended last. */
  lastJob: { title: string; end: JobEnd } | null;
  /** Jobs behind the running one. */
  waiting: number;
  /** The model that will be opened once the jobs before it are done. */
  next: ModelChoice | null;
}

export const STUDIO_AT_FIRST: StudioState = {
  opening: { state: 'loading', choice: STARTER, progress: null },
  job: null,
  lastJob: null,
  waiting: 0,
  next: null,
};

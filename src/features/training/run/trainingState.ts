/** What is shown of a training run, and the events that change it. */
import type { Picture } from '../../../contract/drawing.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { EvaluationPoint, LossPoint } from '../../../contract/runs/runs.ts';
import type { TrainProgress } from '../../../contract/trainingJob.ts';
import type { LibraryItem } from '../../library/libraryState.ts';

export type TrainingRun =
  | { state: 'idle' }
  | { state: 'waiting' }
  | {
      state: 'running';
      progress: Pick<TrainProgress, 'phase' | 'done' | 'total' | 'secondsLeft'>;
      fraction: number;
      speed: Speed | null;
    }
  | {
      state: 'ended';
      stopped: boolean;
      outcome: RunOutcome | null;
      /** The steps that what was kept learnt in, and those that were taken. */
      stepsDone: number;
      stepsTaken: number;
      seconds: number;
    }
  /** `id` is that of its offer among the unfinished runs. */
  | { state: 'paused'; id: string; step: number; steps: number }
  /** `offered`: it can be gone on with. */
  | { state: 'cancelled'; offered?: boolean }
  /** `id` is the run's, by which it is offered where it can be gone on with. */
  | { state: 'failed'; id: string; error: ErrorInfo };

type RunIn<S extends TrainingRun['state']> = Extract<TrainingRun, { state: S }>;

/** How fast a run takes its steps, at which learning rate, and how many of them changed nothing since their gradient overflowed. */
export type Speed = Pick<
  Extract<TrainProgress, { phase: 'train' }>,
  'secondsPerStep' | 'skippedSteps' | 'learningRate'
>;

/** A picture drawn with what a run had learnt by a step. */
export interface SamplePicture {
  /** What it shows: what is learnt, or the class. */
  of: 'learnt' | 'class';
  step: number;
  seed: number;
  picture: Picture;
}

/** What a run left in the library, and whether storage took it. */
export interface RunOutcome {
  item: LibraryItem;
  kept: boolean;
}

/** The class images of a run, as PNG and in their order. */
export interface ClassImages {
  images: readonly ArrayBuffer[];
  /** How many of them, from the first on, were there before. */
  reused: number;
  /** Whether they are a person's own. */
  own: boolean;
}

export interface TrainingState {
  /** Which of the page's runs this is, counted from 1; 0 before the first. One that goes on counts anew. */
  session: number;
  run: TrainingRun;
  /** In ascending order of steps. */
  losses: readonly LossPoint[];
  evaluations: readonly EvaluationPoint[];
  /** Of the prior loss in the total. */
  priorWeight: number;
  /** In the order in which they were drawn. */
  samples: readonly SamplePicture[];
  classImages: ClassImages;
}

/** What happens to a run. */
export type RunEvent =
  /** It was asked for, and waits for its turn. */
  | { kind: 'begun' }
  /** Its turn has come: what is there of it before the first step, from earlier sessions and earlier runs. */
  | ({ kind: 'opened' } & Pick<TrainingState, 'priorWeight' | 'losses' | 'evaluations' | 'samples' | 'classImages'>)
  /** `losses` are those since it was last told how far it is. */
  | ({ kind: 'progress'; losses: readonly LossPoint[] } & Omit<RunIn<'running'>, 'state'>)
  | { kind: 'evaluated'; point: EvaluationPoint }
  | { kind: 'sampled'; sample: SamplePicture }
  | { kind: 'class-image'; png: ArrayBuffer }
  | ({ kind: 'paused' } & Omit<RunIn<'paused'>, 'state'>)
  | ({ kind: 'ended' } & Omit<RunIn<'ended'>, 'state'>)
  | { kind: 'cancelled'; offered?: boolean }
  | ({ kind: 'failed' } & Omit<RunIn<'failed'>, 'state'>);

/** An event and the session that it is of: what is heard late of an earlier one must not change the one that is shown. */
export type TrainingEvent = { session: number } & RunEvent;

export const NO_CLASS_IMAGES: ClassImages = { images: [], reused: 0, own: false };

/** Before the page's first run. */
export const NO_TRAINING: TrainingState = {
  session: 0,
  run: { state: 'idle' },
  losses: [],
  evaluations: [],
  priorWeight: 0,
  samples: [],
  classImages: NO_CLASS_IMAGES,
};

/** Whether the run waits for its turn or is under way. */
export const isActive = ({ state }: TrainingRun): boolean => state === 'waiting' || state === 'running';

/** A training run as a job of the worker: what it is asked, what is heard of it, what it leaves. */
import type { ClassDrawing, LearntItem } from './adapters.ts';
import type { Picture, SamplingSettings } from './drawing.ts';
import type { ErrorInfo } from './errors.ts';
import type { EvaluationPoint, LossPoint, RunIdentity, TrainState, UnfinishedRun } from './runs/runs.ts';
import type { TrainSettings } from './training.ts';

/** An image to learn from. */
export interface TrainImage {
  /** An encoded square (PNG, JPEG or WebP), of which nothing is read before its turn. */
  bytes: Blob;
  /** What it shows, in words; empty for the instance prompt. */
  caption: string;
}

export interface TrainRequest {
  /** Of the run, and of the adapter that it leaves: its numbers and those of its checkpoints are stored under it. */
  id: string;
  settings: TrainSettings;
  /** A run that goes on finds its own among them. */
  images: TrainImage[];
  /** The first of its class images, encoded: those that earlier runs drew. What is missing is drawn. */
  classImages: ArrayBuffer[];
  classDrawing: ClassDrawing;
  /** How the pictures are drawn that show what is learnt. */
  sampleDrawing: SamplingSettings;
  unfinished: UnfinishedRun | null;
}

/** How far a run has come. */
export type TrainProgress =
  | { phase: 'encode'; done: number; total: number; secondsLeft: number | null }
  /** `picture` was drawn just now; null where there is none yet. */
  | { phase: 'class-images'; done: number; total: number; secondsLeft: number | null; picture: Picture | null }
  | { phase: 'prepare'; done: number; total: number; secondsLeft: number | null }
  | {
      phase: 'train';
      done: number;
      total: number;
      secondsLeft: number | null;
      losses: LossPoint[];
      secondsPerStep: number;
      skippedSteps: number;
      /** Of the last step. */
      learningRate: number;
    };

/** A checkpoint was made. It is heard of once its state is in storage, while the run has long gone on. */
export interface CheckpointEvent {
  phase: 'checkpoint';
  step: number;
  /** Seconds since then. */
  secondsAgo: number;
  /** Its state where storage had no room for it, and why: the page holds it as long as it is open. */
  unkept: { state: TrainState; error: ErrorInfo } | null;
}

/** What is heard of a run: first what it is made of, then its progress with a checkpoint now and then. */
export type TrainEvent =
  | { phase: 'begin'; identity: RunIdentity }
  | TrainProgress
  | { phase: 'evaluation'; point: EvaluationPoint }
  /** A picture drawn with what was learnt by the step. */
  | { phase: 'sample'; of: 'learnt' | 'class'; step: number; seed: number; picture: Picture }
  | CheckpointEvent
  /** What an adapter had learnt by a step is in storage, or why it is not. */
  | { phase: 'kept'; step: number; error: ErrorInfo | null };

export interface TrainResult {
  item: LearntItem;
  /** The steps that it learnt in: fewer than asked for when the run was stopped. */
  stepsDone: number;
  /** The steps that were taken: more where early stopping kept what was best on the images held out. */
  stepsTaken: number;
  stopped: boolean;
  /** Seconds for the whole run and for the training loop alone. */
  seconds: number;
  trainingSeconds: number;
}

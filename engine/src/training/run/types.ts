/** What a run of any method is asked for, what it says on the way, and what it leaves behind. */
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { NetName } from '../../pipeline/checkpoint/checkpointParts.ts';
import type { Picture } from '../../pipeline/picture.ts';
import type { Subject } from '../../pipeline/subject.ts';
import type { Method, NoisedBatch } from '../step/trainer.ts';
import type { LossMeter, LossSamples } from './lossMeter.ts';
import type { RunState } from './state.ts';

/** How closely a run is watched. */
export interface WatchSettings {
  /** Steps between two measurements of the evaluation loss; 0 measures none. */
  evalEvery: number;
  /** Steps between two sets of sample pictures; 0 draws none. */
  sampleEvery: number;
  /** What they show; empty for the prompt that the run learns in. */
  samplePrompt: string;
  /** How they are drawn; left out, as a model that needs many steps draws what is seen small. */
  sampleDrawing?: Pick<Subject, 'guidanceScale' | 'sampler' | 'samplingSteps'>;
  /** The run's last step. */
  steps: number;
}

/** Settings of every method's runs. */
export interface RunSettings extends WatchSettings {
  learningRate: number;
  seed: number;
  /** Steps from one checkpoint to the next; 0 makes none. */
  checkpointEvery: number;
  /** One of so many pictures is held out and not learnt from; 0 holds none out. */
  holdOut: number;
  /** Measurements on those held out without a better one after which the run ends; 0 never ends it early. */
  patience: number;
  /** See `StepRules`. */
  segments: number;
}

/** How a run looks at what it learns. */
export interface WatchedMethod {
  /** The prompt that the run learns in, or one of them. */
  prompt: string;
  /** Side in pixels of the pictures that are learnt from, and of those that are drawn meanwhile. */
  size: number;
  /** Nets that its steps don't use: they are let go, and there again for pictures that are drawn meanwhile. */
  idleNets: readonly NetName[];
  /** The prompt of the class, which is drawn beside it to show what is forgotten; null where it isn't. */
  classPrompt: string | null;
  /** Makes the meter of the evaluation loss, which takes θ. */
  meter(samples: LossSamples): Promise<LossMeter>;
  /** What pictures are drawn with when θ has been learnt. */
  drawnWith(theta: Float32Array<ArrayBuffer>): Pick<Subject, 'adapters' | 'embeddings'>;
}

/** A method, and what it does in the steps of a run: learns an `L` of batches `B`. */
export interface RunMethod<B extends NoisedBatch, L> extends WatchedMethod {
  method: Method<B, L>;
  /** The batches of one step; `stepsDone` are behind it, and `generator` gives it its random numbers. */
  batches(stepsDone: number, generator: TorchGenerator): readonly B[];
  lossPoint(losses: StepLosses): LossPoint;
}

/** How far a phase has come. */
export interface Progress {
  done: number;
  total: number;
  secondsLeft: number | null;
}

/** How a run gets on at the moment. */
export interface RunPace {
  secondsPerStep: number;
  /** Steps so far that changed nothing; see `Trainer.skippedSteps`. */
  skippedSteps: number;
  /** That of the last step. */
  learningRate: number;
}

/** The losses of one step's samples, steps counted from 1. */
export interface StepLosses {
  step: number;
  sampleLosses: Float32Array;
}

/** Losses of one step; `prior` is null without prior preservation. */
export interface LossPoint {
  step: number;
  instance: number;
  prior: number | null;
}

/** The evaluation loss after a step; `heldOut` is null where no image was held out. */
export interface EvaluationPoint {
  step: number;
  trained: number;
  heldOut: number | null;
}

/** What a sample picture shows: what is learnt, or the class that it is one of. */
export type SampleSubject = 'learnt' | 'class';

/** A picture drawn with what was learnt by a step. */
export interface SamplePicture {
  of: SampleSubject;
  step: number;
  seed: number;
  picture: Picture;
}

/** What is heard of a look at the run. */
export type WatchEvent = { phase: 'evaluation'; point: EvaluationPoint } | ({ phase: 'sample' } & SamplePicture);

/** What is heard of every method's runs. */
export type RunEvent =
  | ({ phase: 'encode' | 'prepare' } & Progress)
  | ({ phase: 'train'; losses: LossPoint[] } & RunPace & Progress)
  | WatchEvent
  /** `theta` is what has been learnt by then: the state's own, or its moving average. */
  | { phase: 'checkpoint'; state: RunState; theta: Float32Array };

/** How a run ended. */
export interface RunEnd {
  /** The steps that it learnt in: fewer than were taken where early stopping kept what was better. */
  stepsDone: number;
  stepsTaken: number;
  stopped: boolean;
  /** Of the steps alone, with what was done between them. */
  trainingSeconds: number;
}

/**
 * A training run of any method from its first step to its last: watched, kept at checkpoints, gone on with from one.
 * The method says what a step is and what is learnt by it.
 */
import { TorchGenerator } from '../../diffusion/torchRandom.ts';
import { CancelledError, type Job, PausedError } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { ReadLosses } from '../step/trainer.ts';
import { EarlyStop } from './earlyStop.ts';
import type { LatentDistribution } from './latentStore.ts';
import type { RunState, TrainerState } from './runState.ts';
import { type RunImages, RunWatch, type WatchEvent, type WatchedMethod, type WatchSettings } from './runWatch.ts';
import { type LossPoint, type Progress, type StepLosses, trainSteps } from './trainingRun.ts';

/** Settings of every method's runs. */
export interface RunSettings extends WatchSettings {
  /** AdamW's, at its highest; above 0. */
  learningRate: number;
  /** Of noises, timesteps and the order of samples; a whole number from 0. */
  seed: number;
  /** Steps from one checkpoint to the next; 0 makes none. */
  checkpointEvery: number;
  /** One of so many pictures is held out and not learnt from; 0 holds none out. */
  holdOut: number;
  /** Measurements on those held out without a better one after which the run ends; 0 never ends it early. */
  patience: number;
  /** Parts that the nets are cut into: more take less memory and more time; 0 for as many as are needed. */
  segments: number;
}

/** What a run needs of a method's trainer, which learns an `L`. */
export interface RunTrainer<L> {
  /** Steps taken so far. */
  readonly stepsDone: number;
  /** That of the last step. */
  readonly learningRate: number;
  /** What has been learnt by now. */
  learnt(): Promise<L>;
  /** Everything that the next steps depend on, a copy. */
  saved(): Promise<TrainerState>;
  /** How many steps so far changed nothing; see `Trainer.skippedSteps`. */
  skippedSteps(): Promise<number>;
  /** Frees the device's memory. */
  release(): Promise<void>;
}

/** A way to learn an `L`. */
export interface Method<L, T extends RunTrainer<L>> extends WatchedMethod<L> {
  /** A trainer for the first step, or one that goes on from `saved`. */
  createTrainer(generator: TorchGenerator, saved: TrainerState | null): Promise<T>;
  /** Takes a step; `stepsDone` are behind it, and `generator` gives it its random numbers. */
  takeStep(trainer: T, stepsDone: number, generator: TorchGenerator): Promise<ReadLosses>;
  lossPoint(losses: StepLosses): LossPoint;
}

/** How a run gets on at the moment. */
export interface Pace {
  /** Seconds of each step since the report before. */
  secondsPerStep: number;
  /** Steps so far that changed nothing, because the gradient was more than half precision holds. */
  skippedSteps: number;
  /** That of the last step. */
  learningRate: number;
}

/**
 * What is heard of every method's runs: how far the pictures are encoded and the run is prepared; the losses of the steps
 * since the last report, every few steps; evaluations and samples; checkpoints, from whose `state` a run goes on.
 */
export type RunEvent =
  | ({ phase: 'encode' | 'prepare' } & Progress)
  | ({ phase: 'train'; losses: LossPoint[] } & Pace & Progress)
  | WatchEvent
  /** `theta` is what has been learnt by then: the state's own, or what the method makes of it. */
  | { phase: 'checkpoint'; state: RunState; theta: Float32Array };

/** What a run leaves behind. */
export interface RunResult<L> {
  learnt: L;
  /** The steps that it learnt in: fewer than were taken where early stopping kept what was better. */
  stepsDone: number;
  stepsTaken: number;
  stopped: boolean;
  /** Of the steps alone, with what was done between them. */
  trainingSeconds: number;
}

/**
 * Runs a method on pictures that are encoded. Ends early and keeps what was learnt when the job is stopping; throws
 * CancelledError when it is cancelled, or stopped before the first step; PausedError when it is paused, after a checkpoint.
 * @param state goes on from here; RunStateError where that is the state of another run
 */
export async function runMethod<L, T extends RunTrainer<L>>(
  model: Model,
  settings: RunSettings,
  method: Method<L, T>,
  images: RunImages<LatentDistribution>,
  state: RunState | null,
  job: Job,
  onEvent: (event: RunEvent) => void,
): Promise<RunResult<L>> {
  onEvent({ phase: 'prepare', done: 0, total: 1, secondsLeft: null });
  await job.yieldNow();
  if (job.pausing) throw new PausedError();
  // Stopped before the first step: nothing has been learnt that could be kept.
  if (job.stopping && !state) throw new CancelledError();
  const rest = async () => {
    for (const net of method.idleNets) await model.unload(net);
  };
  await rest();
  const generator = new TorchGenerator(settings.seed);
  const trainer = await method.createTrainer(generator, state?.trainer ?? null);
  // Making the trainer may have drawn numbers too: the stream stands where it stood only from here on.
  if (state) generator.setState(state.random);
  const watch = await RunWatch.create(model, settings, method, images).catch(async (error: unknown) => {
    await trainer.release();
    throw error;
  });
  // What is measured has prompts of its own.
  await rest();
  try {
    const trainingStarted = performance.now();
    const earlyStop = new EarlyStop(settings.patience, state?.best ?? null);
    const statistics = async (step: number) => {
      const learnt = await trainer.learnt();
      const heldOut = await watch.statistics(step, learnt, job, onEvent);
      // Before the first step there is nothing that could be kept.
      if (step > 0) earlyStop.measured(step, heldOut, method.thetaOf(learnt));
    };
    const control: Job = {
      yieldNow: () => job.yieldNow(),
      get stopping() {
        return job.stopping || earlyStop.turned;
      },
    };
    if (watch.isDue(0) && !state) await statistics(0);
    const checkpoint = async () => {
      const random = generator.getState();
      const theta = method.thetaOf(await trainer.learnt());
      onEvent({ phase: 'checkpoint', state: { trainer: await trainer.saved(), random, best: earlyStop.best }, theta });
    };
    const isCheckpoint = (done: number) =>
      settings.checkpointEvery > 0 && done % settings.checkpointEvery === 0 && done < settings.steps;
    await trainSteps(
      settings.steps,
      (step) => method.takeStep(trainer, step, generator),
      control,
      async (progress, losses, secondsPerStep) => {
        const skippedSteps = await trainer.skippedSteps();
        const pace = { secondsPerStep, skippedSteps, learningRate: trainer.learningRate };
        onEvent({ phase: 'train', ...progress, ...pace, losses: losses.map(method.lossPoint) });
      },
      {
        from: trainer.stepsDone,
        between: {
          isDue: (done) => watch.isDue(done) || isCheckpoint(done),
          act: async (done) => {
            if (watch.isDue(done)) await statistics(done);
            if (isCheckpoint(done)) await checkpoint();
          },
        },
      },
    );
    if (job.pausing && trainer.stepsDone < settings.steps) {
      await checkpoint();
      throw new PausedError();
    }
    const learnt = await trainer.learnt();
    const stepsTaken = trainer.stepsDone;
    // A person who stops it wants what it has learnt by now.
    const better = job.stopping ? null : earlyStop.best;
    return {
      learnt: better ? method.withTheta(learnt, better.theta) : learnt,
      stepsDone: better?.step ?? stepsTaken,
      stepsTaken,
      stopped: stepsTaken < settings.steps,
      trainingSeconds: (performance.now() - trainingStarted) / 1000,
    };
  } finally {
    await watch.release();
    await trainer.release();
  }
}

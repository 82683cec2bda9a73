/** A training run of any method from its first step to its last: watched, kept at checkpoints, gone on with from one. */
import { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { LatentDistribution } from '../../pipeline/encodedPicture.ts';
import { CancelledError, type Job, PausedError } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import { type NoisedBatch, Trainer } from '../step/trainer.ts';
import { EarlyStop } from './earlyStop.ts';
import { Evaluation } from './evaluation.ts';
import type { RunImages } from './holdOut.ts';
import { takeSteps } from './loop.ts';
import type { RunState } from './state.ts';
import type { RunEnd, RunEvent, RunMethod, RunSettings } from './types.ts';

/**
 * Runs a method on pictures that are encoded. Ends early and keeps what was learnt when the job is stopping; throws
 * CancelledError when it is cancelled, or stopped before the first step; PausedError when it is paused, after a checkpoint.
 * @param images what the evaluation loss is measured on
 * @param state goes on from here; RunStateError where that is the state of another run
 */
export async function runMethod<B extends NoisedBatch, L>(
  model: Model,
  settings: RunSettings,
  run: RunMethod<B, L>,
  images: RunImages<LatentDistribution>,
  state: RunState | null,
  job: Job,
  onEvent: (event: RunEvent) => void,
): Promise<RunEnd & { learnt: L }> {
  onEvent({ phase: 'prepare', done: 0, total: 1, secondsLeft: null });
  await job.yieldNow();
  if (job.pausing) throw new PausedError();
  // Stopped before the first step: nothing has been learnt that could be kept.
  if (job.stopping && !state) throw new CancelledError();
  const rest = async () => {
    for (const net of run.idleNets) await model.unload(net);
  };
  await rest();
  const generator = new TorchGenerator(settings.seed);
  const trainer = await Trainer.create(model, run.method, generator, state?.trainer ?? null);
  // θ's first numbers may have been drawn too: the stream stands where it stood only from here on.
  if (state) generator.setState(state.random);
  const evaluation = await Evaluation.create(model, settings, run, images).catch(async (error: unknown) => {
    await trainer.release();
    throw error;
  });
  // What is measured has prompts of its own.
  await rest();
  try {
    const trainingStarted = performance.now();
    const earlyStop = new EarlyStop(settings.patience, state?.best ?? null);
    const evaluate = async (step: number) => {
      const theta = await trainer.theta();
      const heldOut = await evaluation.look(step, theta, job, onEvent);
      // Before the first step there is nothing that could be kept.
      if (step > 0) earlyStop.measured(step, heldOut, theta);
    };
    const checkpoint = async () => {
      const random = generator.getState();
      const theta = await trainer.theta();
      onEvent({ phase: 'checkpoint', state: { trainer: await trainer.saved(), random, best: earlyStop.best }, theta });
    };
    const isCheckpoint = (done: number) =>
      settings.checkpointEvery > 0 && done % settings.checkpointEvery === 0 && done < settings.steps;
    const control: Job = {
      yieldNow: () => job.yieldNow(),
      get stopping() {
        return job.stopping || earlyStop.turned;
      },
    };
    if (evaluation.isDue(0) && !state) await evaluate(0);
    await takeSteps(
      settings.steps,
      (step) => trainer.train(...run.batches(step, generator)),
      control,
      async (progress, losses, secondsPerStep) => {
        const skippedSteps = await trainer.skippedSteps();
        const pace = { secondsPerStep, skippedSteps, learningRate: trainer.learningRate };
        onEvent({ phase: 'train', ...progress, ...pace, losses: losses.map(run.lossPoint) });
      },
      {
        from: trainer.stepsDone,
        between: {
          isDue: (done) => evaluation.isDue(done) || isCheckpoint(done),
          act: async (done) => {
            if (evaluation.isDue(done)) await evaluate(done);
            if (isCheckpoint(done)) await checkpoint();
          },
        },
      },
    );
    if (job.pausing && trainer.stepsDone < settings.steps) {
      await checkpoint();
      throw new PausedError();
    }
    const stepsTaken = trainer.stepsDone;
    // A person who stops it wants what it has learnt by now.
    const better = job.stopping ? null : earlyStop.best;
    return {
      learnt: run.method.result(better?.theta ?? (await trainer.theta())),
      stepsDone: better?.step ?? stepsTaken,
      stepsTaken,
      stopped: stepsTaken < settings.steps,
      trainingSeconds: (performance.now() - trainingStarted) / 1000,
    };
  } finally {
    await evaluation.release();
    await trainer.release();
  }
}

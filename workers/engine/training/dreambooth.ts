/** A DreamBooth run (Ruiz et al., arXiv 2208.12242) with LoRA, from pictures to an adapter. */
import type { LoraAdapter } from '../adapters/loraLayout.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import { preparePainter, seededNoise } from '../model/draw.ts';
import { CancelledError, type Job, Pace } from '../model/job.ts';
import type { Model } from '../model/model.ts';
import type { Picture } from '../model/picture.ts';
import { encodePicture, type LatentDistribution } from './latentStore.ts';
import { LoraTrainer } from './loraTrainer.ts';
import type { RunState } from './runState.ts';
import { RunWatch, setAside, type WatchEvent, type WatchSettings } from './runWatch.ts';
import { type SampleKind, sampleBatch } from './sampleBatch.ts';
import { encodePictures, type LossPoint, type Progress, type StepLosses, trainSteps } from './trainingRun.ts';

/** A run's settings. */
export interface DreamBoothSettings extends WatchSettings {
  classPrompt: string;
  steps: number;
  learningRate: number;
  /** Class images to draw; 0 turns prior preservation off. */
  classImages: number;
  /** Sampling steps of each class image. */
  classImageSteps: number;
  priorWeight: number;
  seed: number;
  /** Steps from one checkpoint to the next; 0 makes none. */
  checkpointEvery: number;
  /** One of so many pictures is set aside and not learnt from; 0 sets none aside. */
  holdOut: number;
}

/** What an earlier session left of a run. */
export interface UnfinishedRun {
  /** The class images that it drew, in their order. */
  classPictures: readonly Picture[];
  /** Its last checkpoint; null where it took no step. */
  state: RunState | null;
}

/** What is heard of a run. */
export type DreamBoothEvent =
  | ({ phase: 'encode' | 'prepare' } & Progress)
  | ({ phase: 'class-images'; picture: Picture | null } & Progress)
  | ({ phase: 'train'; losses: LossPoint[]; secondsPerStep: number; skippedSteps: number } & Progress)
  | WatchEvent
  | { phase: 'checkpoint'; state: RunState };

/** What a run leaves behind. */
export interface DreamBoothResult {
  adapter: LoraAdapter;
  stepsDone: number;
  stopped: boolean;
  seconds: number;
  trainingSeconds: number;
}

/** How class images are drawn: with a multistep solver, which needs few steps. */
const CLASS_IMAGE = { guidanceScale: 7.5, sampler: 'dpmsolver++' } as const;

/**
 * Trains a LoRA on square pictures of the model's native size. Ends early and keeps what was learnt when
 * the job is stopping; throws CancelledError when it is cancelled, or stopped before the first step.
 * @param unfinished goes on with this run, whose pictures and settings must be the same; RunStateError where it can't be
 */
export async function trainDreamBooth(
  model: Model,
  pictures: readonly Picture[],
  settings: DreamBoothSettings,
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
  unfinished: UnfinishedRun | null = null,
): Promise<DreamBoothResult> {
  const started = performance.now();
  const { trained, heldOut } = setAside(
    await encodePictures(model, pictures, job, (progress) => onEvent({ phase: 'encode', ...progress })),
    settings.holdOut,
  );
  const instance: SampleKind = {
    images: trained,
    textStates: await model.encodePrompt(settings.instancePrompt),
    weight: 1,
  };
  const kinds = [instance];
  if (settings.classImages > 0 && settings.priorWeight > 0) {
    kinds.push(await classKind(model, settings, unfinished?.classPictures ?? [], job, onEvent));
  }

  onEvent({ phase: 'prepare', done: 0, total: 1, secondsLeft: null });
  await job.breathe();
  // Stopped before the first step: nothing has been learnt that could be kept.
  const state = unfinished?.state ?? null;
  if (job.stopping && !state) throw new CancelledError();
  const generator = new TorchGenerator(settings.seed);
  const side = model.checkpoint.unet.config.sample_size;
  const sizes = { batch: kinds.length, height: side, width: side, textLength: model.checkpoint.tokenizer.maxTokens };
  const trainer = await LoraTrainer.create(model, { ...settings, sizes }, generator, state?.trainer);
  // Making the trainer drew numbers too: the stream stands where it stood only from here on.
  if (state) generator.setState(state.random);
  const watch = await RunWatch.create(model, settings, trained, heldOut).catch(async (error: unknown) => {
    await trainer.release();
    throw error;
  });
  try {
    const trainingStarted = performance.now();
    const look = async (step: number) => watch.look(step, await trainer.adapter(), job, onEvent);
    if (watch.isDue(0) && !state) await look(0);
    const isCheckpoint = (done: number) =>
      settings.checkpointEvery > 0 && done % settings.checkpointEvery === 0 && done < settings.steps;
    await trainSteps(
      settings.steps,
      (step) => trainer.train(sampleBatch(model, kinds, step, generator)),
      job,
      async (progress, losses, secondsPerStep) => {
        const skippedSteps = await trainer.skippedSteps();
        onEvent({ phase: 'train', ...progress, losses: losses.map(lossPoint), secondsPerStep, skippedSteps });
      },
      {
        from: trainer.stepsDone,
        between: {
          isDue: (done) => watch.isDue(done) || isCheckpoint(done),
          act: async (done) => {
            if (watch.isDue(done)) await look(done);
            if (!isCheckpoint(done)) return;
            const random = generator.getState();
            onEvent({ phase: 'checkpoint', state: { trainer: await trainer.saved(), random } });
          },
        },
      },
    );
    const ended = performance.now();
    return {
      adapter: await trainer.adapter(),
      stepsDone: trainer.stepsDone,
      stopped: trainer.stepsDone < settings.steps,
      seconds: (ended - started) / 1000,
      trainingSeconds: (ended - trainingStarted) / 1000,
    };
  } finally {
    await watch.release();
    await trainer.release();
  }
}

function lossPoint({ step, sampleLosses: [instance = Number.NaN, prior] }: StepLosses): LossPoint {
  return { step, instance, prior: prior ?? null };
}

/** Draws the class images that aren't there yet from the model as it is, and encodes all. */
async function classKind(
  model: Model,
  { classPrompt, classImages: total, classImageSteps, priorWeight, seed }: DreamBoothSettings,
  drawn: readonly Picture[],
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
): Promise<SampleKind> {
  const subject = {
    ...CLASS_IMAGE,
    samplingSteps: classImageSteps,
    prompt: classPrompt,
    negativePrompt: '',
    size: model.nativeSize,
    adapters: [],
  };
  const images: LatentDistribution[] = [];
  for (const picture of drawn.slice(0, total)) {
    await job.breathe();
    images.push(await encodePicture(model, picture));
  }
  const painter = await preparePainter(model, subject);
  const pace = new Pace(total);
  onEvent({ phase: 'class-images', done: images.length, total, secondsLeft: null, picture: null });
  while (images.length < total && !job.stopping) {
    // Seeds of their own, so that they are not the noises that the run trains on.
    const noise = seededNoise((seed + 1 + images.length) % 2 ** 32, painter.latentCount);
    const picture = await painter.paint(noise, job);
    images.push(await encodePicture(model, picture));
    const done = images.length;
    onEvent({ phase: 'class-images', done, total, secondsLeft: pace.secondsLeft(done), picture });
  }
  return { images, textStates: await model.encodePrompt(classPrompt), weight: priorWeight };
}

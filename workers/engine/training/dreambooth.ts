/** A DreamBooth run (Ruiz et al., arXiv 2208.12242) with LoRA, from pictures to an adapter. */
import type { LoraAdapter } from '../adapters/loraLayout.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import { preparePainter, seededNoise } from '../model/draw.ts';
import { CancelledError, type Job, Pace } from '../model/job.ts';
import type { Model } from '../model/model.ts';
import type { Picture } from '../model/picture.ts';
import { encodePicture, type LatentDistribution } from './latentStore.ts';
import { LoraTrainer } from './loraTrainer.ts';
import { type SampleKind, sampleBatch } from './sampleBatch.ts';

/** A run's settings. */
export interface DreamBoothSettings {
  instancePrompt: string;
  classPrompt: string;
  steps: number;
  rank: number;
  loraAlpha: number;
  learningRate: number;
  /** Class images to draw; 0 turns prior preservation off. */
  classImages: number;
  /** Sampling steps of each class image. */
  classImageSteps: number;
  priorWeight: number;
  seed: number;
}

/** Losses of one step; `prior` is null without prior preservation. */
export interface LossPoint {
  step: number;
  instance: number;
  prior: number | null;
}

/** What is heard of a run. */
export type DreamBoothEvent =
  | { phase: 'encode' | 'prepare'; done: number; total: number; secondsLeft: number | null }
  | { phase: 'class-images'; done: number; total: number; secondsLeft: number | null; picture: Picture | null }
  | { phase: 'train'; done: number; total: number; secondsLeft: number | null; losses: LossPoint[] };

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

/** Steps between two reports, and between two readings of the losses from the device. */
const REPORT_EVERY = 5;

/**
 * Trains a LoRA on square pictures of the model's native size. Ends early and keeps what was learnt when
 * the job is stopping; throws CancelledError when it is cancelled, or stopped before the first step.
 */
export async function trainDreamBooth(
  model: Model,
  pictures: readonly Picture[],
  settings: DreamBoothSettings,
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
): Promise<DreamBoothResult> {
  const started = performance.now();
  const instance: SampleKind = {
    images: await encodeAll(model, pictures, job, onEvent),
    textStates: await model.encodePrompt(settings.instancePrompt),
    weight: 1,
  };
  const kinds = [instance];
  if (settings.classImages > 0 && settings.priorWeight > 0) kinds.push(await classKind(model, settings, job, onEvent));

  onEvent({ phase: 'prepare', done: 0, total: 1, secondsLeft: null });
  await job.breathe();
  // Stopped before the first step: nothing has been learnt that could be kept.
  if (job.stopping) throw new CancelledError();
  const generator = new TorchGenerator(settings.seed);
  const side = model.checkpoint.unet.config.sample_size;
  const sizes = { batch: kinds.length, height: side, width: side, textLength: model.checkpoint.tokenizer.maxTokens };
  const trainer = await LoraTrainer.create(model, { ...settings, sizes }, generator);
  try {
    const trainingStarted = performance.now();
    await trainSteps(model, trainer, kinds, settings.steps, generator, job, onEvent);
    const ended = performance.now();
    return {
      adapter: await trainer.adapter(),
      stepsDone: trainer.stepsDone,
      stopped: trainer.stepsDone < settings.steps,
      seconds: (ended - started) / 1000,
      trainingSeconds: (ended - trainingStarted) / 1000,
    };
  } finally {
    await trainer.release();
  }
}

async function encodeAll(
  model: Model,
  pictures: readonly Picture[],
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
): Promise<LatentDistribution[]> {
  const pace = new Pace(pictures.length);
  const encoded: LatentDistribution[] = [];
  for (const picture of pictures) {
    onEvent({
      phase: 'encode',
      done: encoded.length,
      total: pictures.length,
      secondsLeft: pace.secondsLeft(encoded.length),
    });
    await job.breathe();
    encoded.push(await encodePicture(model, picture));
  }
  return encoded;
}

/** Draws the class images from the model as it is, and encodes them. */
async function classKind(
  model: Model,
  { classPrompt, classImages: total, classImageSteps, priorWeight, seed }: DreamBoothSettings,
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
  const painter = await preparePainter(model, subject);
  const pace = new Pace(total);
  const images: LatentDistribution[] = [];
  onEvent({ phase: 'class-images', done: 0, total, secondsLeft: null, picture: null });
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

async function trainSteps(
  model: Model,
  trainer: LoraTrainer,
  kinds: readonly SampleKind[],
  total: number,
  generator: TorchGenerator,
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
): Promise<void> {
  const pace = new Pace(total);
  let unread: { step: number; read: () => Promise<Float32Array> }[] = [];
  const report = async (): Promise<void> => {
    const done = trainer.stepsDone;
    const losses: LossPoint[] = [];
    for (const { step, read } of unread) {
      const [instance = Number.NaN, prior = null] = await read();
      losses.push({ step, instance, prior });
    }
    unread = [];
    onEvent({ phase: 'train', done, total, secondsLeft: pace.secondsLeft(done), losses });
  };
  while (trainer.stepsDone < total && !job.stopping) {
    await job.breathe();
    const read = await trainer.train(sampleBatch(model, kinds, trainer.stepsDone, generator));
    unread.push({ step: trainer.stepsDone, read });
    if (trainer.stepsDone % REPORT_EVERY === 0 || trainer.stepsDone === 1) await report();
  }
  if (unread.length > 0) await report();
}

/** A DreamBooth run (Ruiz et al., arXiv 2208.12242) with LoRA, from pictures to an adapter. */
import type { LoraAdapter } from '../adapters/loraLayout.ts';
import { preparePainter, seededNoise } from '../model/draw.ts';
import { type Job, Pace } from '../model/job.ts';
import type { Model } from '../model/model.ts';
import type { Picture } from '../model/picture.ts';
import { encodePicture, type LatentDistribution } from './latentStore.ts';
import { LoraTrainer } from './loraTrainer.ts';
import { loraMeter } from './measureLoss.ts';
import type { RunState } from './runState.ts';
import { setAside } from './runWatch.ts';
import { type SampleKind, sampleBatch } from './sampleBatch.ts';
import { encodePictures, type LossPoint, type Progress, type StepLosses } from './trainingRun.ts';
import { type Method, type RunEvent, type RunSettings, runMethod } from './watchedRun.ts';

/** A run's settings. */
export interface DreamBoothSettings extends RunSettings {
  instancePrompt: string;
  classPrompt: string;
  rank: number;
  loraAlpha: number;
  /** Class images to draw; 0 turns prior preservation off. */
  classImages: number;
  /** Sampling steps of each class image. */
  classImageSteps: number;
  priorWeight: number;
}

/** What an earlier session left of a run. */
export interface UnfinishedRun {
  /** The class images that it drew, in their order. */
  classPictures: readonly Picture[];
  /** Its last checkpoint; null where it took no step. */
  state: RunState | null;
}

/** What is heard of a run. */
export type DreamBoothEvent = RunEvent | ({ phase: 'class-images'; picture: Picture | null } & Progress);

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

  const side = model.checkpoint.unet.config.sample_size;
  const sizes = { batch: kinds.length, height: side, width: side, textLength: model.checkpoint.tokenizer.maxTokens };
  const method: Method<LoraAdapter, LoraTrainer> = {
    createTrainer: (generator, saved) => LoraTrainer.create(model, { ...settings, sizes }, generator, saved),
    takeStep: (trainer, step, generator) => trainer.train(sampleBatch(model, kinds, step, generator)),
    lossPoint,
    prompt: settings.instancePrompt,
    meter: (samples) => loraMeter(model, settings, { ...samples, prompt: settings.instancePrompt }),
    thetaOf: ({ theta }) => theta,
    drawnWith: (adapter) => ({ adapters: [{ adapter, weight: 1 }] }),
  };
  const state = unfinished?.state ?? null;
  const { learnt, ...course } = await runMethod(model, settings, method, { trained, heldOut }, state, job, onEvent);
  return { adapter: learnt, ...course, seconds: (performance.now() - started) / 1000 };
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

/** A DreamBooth run (Ruiz et al., arXiv 2208.12242) with LoRA, from pictures to an adapter. */
import type { LoraAdapter } from '../adapters/loraLayout.ts';
import { preparePainter, type Subject, seededNoise } from '../model/draw.ts';
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

/** How class images are drawn: image by image the same for every run, so that runs can share them. */
export interface ClassDrawing extends Pick<Subject, 'guidanceScale' | 'sampler' | 'samplingSteps'> {
  /** Seed of the first image; those of the others follow it. */
  firstSeed: number;
}

/** A run's settings. */
export interface DreamBoothSettings extends RunSettings {
  instancePrompt: string;
  classPrompt: string;
  rank: number;
  loraAlpha: number;
  /** Class images to draw; 0 turns prior preservation off. */
  classImages: number;
  classDrawing: ClassDrawing;
  priorWeight: number;
}

/** What is there of a run before it begins. */
export interface RunStart {
  /** The first of its class images, drawn by earlier runs or chosen by a person; what is missing is drawn. */
  classPictures: readonly Picture[];
  /** The last checkpoint of a run that goes on; null where it takes its first step. */
  state: RunState | null;
}

const FROM_NOTHING: RunStart = { classPictures: [], state: null };

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

/**
 * Trains a LoRA on square pictures of the model's native size. Ends early and keeps what was learnt when
 * the job is stopping; throws CancelledError when it is cancelled, or stopped before the first step.
 * @param start a state in it must be of the same pictures and settings; RunStateError where it can't be gone on from
 */
export async function trainDreamBooth(
  model: Model,
  pictures: readonly Picture[],
  settings: DreamBoothSettings,
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
  start: RunStart = FROM_NOTHING,
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
    kinds.push(await classKind(model, settings, start.classPictures, job, onEvent));
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
  const { learnt, ...course } = await runMethod(
    model,
    settings,
    method,
    { trained, heldOut },
    start.state,
    job,
    onEvent,
  );
  return { adapter: learnt, ...course, seconds: (performance.now() - started) / 1000 };
}

function lossPoint({ step, sampleLosses: [instance = Number.NaN, prior] }: StepLosses): LossPoint {
  return { step, instance, prior: prior ?? null };
}

/** Draws the class images that aren't there yet from the model as it is, and encodes all. */
async function classKind(
  model: Model,
  { classPrompt, classImages: total, classDrawing, priorWeight }: DreamBoothSettings,
  given: readonly Picture[],
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
): Promise<SampleKind> {
  const { firstSeed, ...drawing } = classDrawing;
  const subject = {
    ...drawing,
    prompt: classPrompt,
    negativePrompt: '',
    size: model.nativeSize,
    adapters: [],
  };
  const images: LatentDistribution[] = [];
  for (const picture of given.slice(0, total)) {
    await job.breathe();
    images.push(await encodePicture(model, picture));
  }
  const painter = await preparePainter(model, subject);
  const pace = new Pace(total);
  onEvent({ phase: 'class-images', done: images.length, total, secondsLeft: null, picture: null });
  while (images.length < total && !job.stopping) {
    const noise = seededNoise((firstSeed + images.length) % 2 ** 32, painter.latentCount);
    const picture = await painter.paint(noise, job);
    images.push(await encodePicture(model, picture));
    const done = images.length;
    onEvent({ phase: 'class-images', done, total, secondsLeft: pace.secondsLeft(done), picture });
  }
  return { images, textStates: await model.encodePrompt(classPrompt), weight: priorWeight };
}

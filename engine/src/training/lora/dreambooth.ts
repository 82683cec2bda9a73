/** A DreamBooth run (Ruiz et al., arXiv 2208.12242) with LoRA, from pictures to an adapter. */
import { inTextEncoder } from '../../adapters/adaptedNets.ts';
import type { LoraAdapter } from '../../adapters/loraLayout.ts';
import { type LoraTarget, onlyUpBlocks, targetModules } from '../../adapters/loraTargets.ts';
import { preparePipeline, type Subject, seededNoise } from '../../pipeline/generate.ts';
import { type Job, Pace } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import { mirrored, type Picture } from '../../pipeline/picture.ts';
import { encodePicture, type LatentDistribution } from '../run/latentStore.ts';
import { loraMeter } from '../run/measureLoss.ts';
import type { RunState } from '../run/runState.ts';
import { holdOutImages } from '../run/runWatch.ts';
import { encodePictures, type LossPoint, type Progress, type StepLosses, sideOf } from '../run/trainingRun.ts';
import { type Method, type RunEvent, type RunSettings, runMethod } from '../run/watchedRun.ts';
import type { ScheduleKind } from '../step/learningRate.ts';
import type { AdamWSettings } from '../step/optimizer.ts';
import { type BatchRules, type SampleImage, type SampleKind, sampleBatch, singleSamples } from '../step/sampleBatch.ts';
import { LoraTrainer, type LoraTrainerOptions } from './loraTrainer.ts';
import { SamplePrompts } from './samplePrompts.ts';

/**
 * How class images are drawn: image by image the same for every run, so that runs can share them. Adapters may make a few
 * steps enough; what is being learnt is not among them.
 */
export interface ClassDrawing extends Pick<Subject, 'guidanceScale' | 'sampler' | 'samplingSteps' | 'adapters'> {
  /** Seed of the first image; those of the others follow it. */
  firstSeed: number;
}

/** A run's settings. */
export interface DreamBoothSettings extends RunSettings, AdamWSettings {
  /** What the pictures show, with a rare word for the subject: `a sks pattern`. */
  instancePrompt: string;
  /** The same without that word: `a pattern`. */
  classPrompt: string;
  /** Of the adapter (Hu et al., arXiv 2106.09685), 1 or more. */
  rank: number;
  /** The adapter's scale is loraAlpha / rank; above 0. */
  loraAlpha: number;
  /** Which layers learn. */
  targets: readonly LoraTarget[];
  /** Whether of the U-Net's layers only those in its up blocks do. */
  upBlocksOnly: boolean;
  /** Samples of each kind in a batch, 1 or more. */
  batchSize: number;
  /** Batches in a step, which count as one that is so many times larger; 1 or more. */
  accumulation: number;
  /** Whether a batch's samples go through the nets one after the other: the same step, in less memory. */
  microBatches: boolean;
  /** How the learning rate goes on after its warm-up. */
  schedule: ScheduleKind;
  /** Steps over which it rises from 0 at first. */
  warmupSteps: number;
  /** The gradient is scaled down to this norm; 0 leaves it as it is. */
  maxGradientNorm: number;
  /** γ of min-SNR weighting (Hang et al., arXiv 2303.09556), of the prior loss too; 0 weights all timesteps alike. */
  minSnrGamma: number;
  /** Decay of the moving average that the adapter is, from 0 to below 1; 0 takes the last step's numbers. */
  emaDecay: number;
  /** How often a sample comes without its prompt, from 0 to 1. */
  captionDropout: number;
  /** Whether mirror images count as pictures too: then each sample is one or the other by chance. */
  mirror: boolean;
  /** Class images to draw; 0 turns prior preservation off. */
  classImages: number;
  /** How they are drawn. */
  classDrawing: ClassDrawing;
  /** Weight of their loss beside that of the pictures; 0 leaves them out. */
  priorWeight: number;
  /** Whether the class is drawn too while the run is watched. */
  showForgetting: boolean;
}

/** A picture to learn from. */
export interface CaptionedPicture extends Picture {
  /** What it shows, in words; empty or left out for the instance prompt. */
  caption?: string;
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
  /** What was learnt. */
  adapter: LoraAdapter;
  /** The steps that it learnt in: fewer than were taken where early stopping kept what was better. */
  stepsDone: number;
  /** Steps taken, those of earlier sessions included. */
  stepsTaken: number;
  /** Whether it ended before the last step. */
  stopped: boolean;
  /** Of the whole call. */
  seconds: number;
  /** Of the steps alone, with what was done between them. */
  trainingSeconds: number;
}

/**
 * Trains a LoRA on square pictures of one size, a multiple of the model's sizeStep. Ends early and keeps what was learnt when
 * the job is stopping; throws CancelledError when it is cancelled, or stopped before the first step.
 * @param start a state in it must be of the same pictures and settings; RunStateError where it can't be gone on from
 */
export async function trainDreamBooth(
  model: Model,
  pictures: readonly CaptionedPicture[],
  settings: DreamBoothSettings,
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
  start: RunStart = FROM_NOTHING,
): Promise<DreamBoothResult> {
  const started = performance.now();
  const { instancePrompt, mirror, rank, loraAlpha, batchSize, accumulation, microBatches } = settings;
  const chosen = targetModules(model.adaptableModules, settings.targets);
  const modules = settings.upBlocksOnly ? onlyUpBlocks(chosen) : chosen;
  const size = sideOf(pictures);
  const prompts = new SamplePrompts(model, modules);
  const aside = holdOutImages(pictures, settings.holdOut);
  const views = aside.trained.flatMap((picture) => viewsOf(picture, mirror));
  const encoded = await encodePictures(model, [...views, ...aside.heldOut], job, (progress) =>
    onEvent({ phase: 'encode', ...progress }),
  );
  const perPicture = views.length / aside.trained.length;
  const images: SampleImage[] = [];
  for (const [i, { caption = '' }] of aside.trained.entries()) {
    const prompt = await prompts.of(caption.trim() === '' ? instancePrompt : caption);
    images.push({ views: encoded.slice(i * perPicture, (i + 1) * perPicture), prompt });
  }
  const kinds: SampleKind[] = [{ images, weight: 1 }];
  if (settings.classImages > 0 && settings.priorWeight > 0) {
    const drawn = await classImages(model, settings, size, start.classPictures, job, onEvent);
    const prompt = await prompts.of(settings.classPrompt);
    kinds.push({ images: drawn.map((own) => ({ views: own, prompt })), weight: settings.priorWeight });
  }

  const { captionDropout: probability, minSnrGamma } = settings;
  const promptDropout = probability > 0 ? { probability, empty: await prompts.of('') } : null;
  const rules: BatchRules = { batchSize, accumulation, minSnrGamma, promptDropout };
  const options: LoraTrainerOptions = {
    rank,
    loraAlpha,
    modules,
    samples: microBatches ? 1 : kinds.length * batchSize,
    size,
    segments: settings.segments,
    learningRate: { ...settings, kind: settings.schedule },
    adamW: settings,
    maxGradientNorm: settings.maxGradientNorm,
    accumulation: microBatches ? accumulation * kinds.length * batchSize : accumulation,
    averageDecay: settings.emaDecay,
  };
  const method: Method<LoraAdapter, LoraTrainer> = {
    createTrainer: (generator, saved) => LoraTrainer.create(model, options, generator, saved),
    takeStep: (trainer, step, generator) => {
      const batches = Array.from({ length: accumulation }, (_, i) =>
        sampleBatch(model, kinds, step * accumulation + i, generator, rules),
      );
      return trainer.train(...(microBatches ? batches.flatMap(singleSamples) : batches));
    },
    lossPoint: (losses) => lossPoint(losses, kinds.length, batchSize),
    prompt: instancePrompt,
    size,
    idleNets: modules.some(inTextEncoder) ? ['vae'] : ['vae', 'textEncoder'],
    meter: (samples) => loraMeter(model, { rank, loraAlpha, modules }, { ...samples, prompt: instancePrompt }),
    classPrompt: settings.showForgetting ? settings.classPrompt : null,
    thetaOf: ({ theta }) => theta,
    withTheta: (adapter, theta) => ({ ...adapter, theta }),
    drawnWith: (adapter) => ({ adapters: [{ adapter, weight: 1 }] }),
  };
  const watched = {
    trained: images.flatMap(({ views: [first] }) => first ?? []),
    heldOut: encoded.slice(views.length),
  };
  const { learnt, ...course } = await runMethod(model, settings, method, watched, start.state, job, onEvent);
  return { adapter: learnt, ...course, seconds: (performance.now() - started) / 1000 };
}

/** A step's losses, the mean over the samples of each kind, which lie kind by kind in every batch. */
function lossPoint({ step, sampleLosses }: StepLosses, kinds: number, batchSize: number): LossPoint {
  const meanOf = (kind: number) => {
    const own = sampleLosses.filter((_, i) => Math.floor(i / batchSize) % kinds === kind);
    return own.reduce((sum, loss) => sum + loss, 0) / own.length;
  };
  return { step, instance: meanOf(0), prior: kinds > 1 ? meanOf(1) : null };
}

/** The picture, and where mirroring is wanted its mirror image too. */
function viewsOf(picture: Picture, mirror: boolean): Picture[] {
  return mirror ? [picture, mirrored(picture)] : [picture];
}

/** Draws the class images that aren't there yet from the model as it is, and encodes the views of all. */
async function classImages(
  model: Model,
  { classPrompt, classImages: total, classDrawing, mirror }: DreamBoothSettings,
  size: number,
  given: readonly Picture[],
  job: Job,
  onEvent: (event: DreamBoothEvent) => void,
): Promise<LatentDistribution[][]> {
  const { firstSeed, ...drawing } = classDrawing;
  const subject = {
    ...drawing,
    prompt: classPrompt,
    negativePrompt: '',
    size,
  };
  const encode = async (picture: Picture) => {
    const views: LatentDistribution[] = [];
    for (const view of viewsOf(picture, mirror)) views.push(await encodePicture(model, view));
    return views;
  };
  const images: LatentDistribution[][] = [];
  for (const picture of given.slice(0, total)) {
    await job.yieldNow();
    images.push(await encode(picture));
  }
  onEvent({ phase: 'class-images', done: images.length, total, secondsLeft: null, picture: null });
  // Where none is missing, what draws them need not be made ready.
  if (images.length >= total) return images;
  const pipeline = await preparePipeline(model, subject);
  const pace = new Pace(total);
  while (images.length < total && !job.stopping) {
    const noise = seededNoise((firstSeed + images.length) % 2 ** 32, pipeline.latentCount);
    const picture = await pipeline.generate(noise, job);
    images.push(await encode(picture));
    const done = images.length;
    onEvent({ phase: 'class-images', done, total, secondsLeft: pace.secondsLeft(done), picture });
  }
  return images;
}

/** A DreamBooth run (Ruiz et al., arXiv 2208.12242) with LoRA, from pictures to an adapter. */
import { inTextEncoder } from '../../adapters/adaptedNets.ts';
import type { LoraAdapter } from '../../adapters/loraLayout.ts';
import type { Job } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { Picture } from '../../pipeline/picture.ts';
import { viewsOf } from '../run/latentStore.ts';
import { loraMeter } from '../run/measureLoss.ts';
import type { RunState } from '../run/runState.ts';
import { holdOutImages } from '../run/runWatch.ts';
import { encodePictures, type LossPoint, type StepLosses, sideOf } from '../run/trainingRun.ts';
import { type Method, type RunEvent, runMethod } from '../run/watchedRun.ts';
import { type BatchRules, type SampleImage, type SampleKind, sampleBatch, singleSamples } from '../step/sampleBatch.ts';
import { type ClassImagesEvent, classImages } from './classImages.ts';
import type { DreamBoothSettings } from './dreamBoothSettings.ts';
import { dreamBoothStep } from './dreamBoothStep.ts';
import { LoraTrainer, type LoraTrainerOptions } from './loraTrainer.ts';
import { SamplePrompts } from './samplePrompts.ts';

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
export type DreamBoothEvent = RunEvent | ClassImagesEvent;

/** What a run leaves behind. */
export interface DreamBoothResult {
  adapter: LoraAdapter;
  stepsDone: number;
  stepsTaken: number;
  stopped: boolean;
  seconds: number;
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
  const size = sideOf(pictures);
  const { kinds: kindCount, ...step } = dreamBoothStep(settings, model.adaptableModules, size);
  const { modules } = step;
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
  if (kindCount > 1) {
    const drawn = await classImages(model, settings, size, start.classPictures, job, onEvent);
    const prompt = await prompts.of(settings.classPrompt);
    kinds.push({ images: drawn.map((own) => ({ views: own, prompt })), weight: settings.priorWeight });
  }

  const { captionDropout: probability, minSnrGamma } = settings;
  const promptDropout = probability > 0 ? { probability, empty: await prompts.of('') } : null;
  const rules: BatchRules = { batchSize, accumulation, minSnrGamma, promptDropout };
  const options: LoraTrainerOptions = { ...step, learningRate: { ...settings, kind: settings.schedule } };
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

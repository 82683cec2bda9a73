/** A DreamBooth run (Ruiz et al., arXiv 2208.12242) with LoRA, from pictures to an adapter. */
import { inTextEncoder } from '../../adapters/adaptedNets.ts';
import type { LoraAdapter } from '../../adapters/loraLayout.ts';
import type { Job } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { Picture } from '../../pipeline/picture.ts';
import { encodeRunPictures, sideOf } from '../run/holdOut.ts';
import { runMethod } from '../run/run.ts';
import type { RunState } from '../run/state.ts';
import type { LossPoint, RunEnd, RunEvent, RunMethod, StepLosses } from '../run/types.ts';
import { type ClassImagesEvent, classImages } from './classImages.ts';
import type { DreamBoothSettings } from './dreamBoothSettings.ts';
import { dreamBoothStep } from './dreamBoothStep.ts';
import {
  type BatchRules,
  type LoraBatch,
  type SampleImage,
  type SampleKind,
  sampleBatch,
  singleSamples,
} from './loraBatch.ts';
import { loraMeter } from './loraMeter.ts';
import { loraMethod } from './loraMethod.ts';
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
export interface DreamBoothResult extends RunEnd {
  adapter: LoraAdapter;
  /** Of the whole run, with what came before its first step. */
  seconds: number;
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
  const { instancePrompt, batchSize, accumulation, microBatches } = settings;
  const size = sideOf(pictures);
  const { prior, ...step } = dreamBoothStep(settings, model.adaptableModules, size);
  const { modules } = step;
  const prompts = new SamplePrompts(model, modules);
  const encoded = await encodeRunPictures(model, pictures, settings, job, (progress) =>
    onEvent({ phase: 'encode', ...progress }),
  );
  const images: SampleImage[] = [];
  for (const { picture, views } of encoded.trained) {
    const { caption = '' } = picture;
    images.push({ views, prompt: await prompts.of(caption.trim() === '' ? instancePrompt : caption) });
  }
  const kinds: SampleKind[] = [{ images, weight: 1 }];
  const { classPrompt, priorWeight } = settings;
  if (prior === 'class-images') {
    const drawn = await classImages(model, settings, size, start.classPictures, job, onEvent);
    const prompt = await prompts.of(classPrompt);
    kinds.push({ images: drawn.map((own) => ({ views: own, prompt })), weight: priorWeight });
  }
  const ownPrediction =
    prior === 'own-prediction' ? { prompt: await prompts.of(classPrompt), weight: priorWeight } : null;

  const { captionDropout: probability, minSnrGamma, noiseOffset } = settings;
  const promptDropout = probability > 0 ? { probability, empty: await prompts.of('') } : null;
  const rules: BatchRules = { batchSize, accumulation, minSnrGamma, noiseOffset, ownPrediction, promptDropout };
  const method = loraMethod(model, { ...step, learningRate: { ...settings, kind: settings.schedule } });
  const run: RunMethod<LoraBatch, LoraAdapter> = {
    method,
    batches: (stepsDone, generator) => {
      const batches = Array.from({ length: accumulation }, (_, i) =>
        sampleBatch(model, kinds, stepsDone * accumulation + i, generator, rules),
      );
      return microBatches ? batches.flatMap(singleSamples) : batches;
    },
    lossPoint: (losses) => lossPoint(losses, prior ? 2 : 1, batchSize),
    prompt: instancePrompt,
    size,
    idleNets: modules.some(inTextEncoder) ? ['vae'] : ['vae', 'textEncoder'],
    meter: (samples) => loraMeter(model, step, { ...samples, prompt: instancePrompt }),
    classPrompt: settings.showForgetting ? classPrompt : null,
    drawnWith: (theta) => ({ adapters: [{ adapter: method.result(theta), weight: 1 }] }),
  };
  const { learnt, ...end } = await runMethod(model, settings, run, encoded.watched, start.state, job, onEvent);
  return { adapter: learnt, ...end, seconds: (performance.now() - started) / 1000 };
}

/** A step's losses, the mean over the samples of each kind, which lie kind by kind in every batch. */
function lossPoint({ step, sampleLosses }: StepLosses, kinds: number, batchSize: number): LossPoint {
  const meanOf = (kind: number) => {
    const own = sampleLosses.filter((_, i) => Math.floor(i / batchSize) % kinds === kind);
    return own.reduce((sum, loss) => sum + loss, 0) / own.length;
  };
  return { step, instance: meanOf(0), prior: kinds > 1 ? meanOf(1) : null };
}

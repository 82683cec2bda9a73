/** How far a training run has come, over all its phases. */
import { priorOf } from '@weft/engine';
import type { SamplingSettings } from '../../../contract/drawing.ts';
import type { Message } from '../../../contract/message.ts';
import { msg } from '../../../contract/message.ts';
import type { Timings } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { TrainProgress } from '../../../contract/trainingJob.ts';
import { t } from '../../../kit/language/t.ts';
import { guidedSteps } from '../../drawing/settings/pictureEstimate.ts';
import { usesClassImages } from '../classImages/askedClassImages.ts';

type Phase = TrainProgress['phase'];

const PHASES: readonly Phase[] = ['encode', 'class-images', 'prepare', 'train'];

/** A training step on a pair of samples, in guided denoising steps: forward and backward. */
const PAIR_COST = 2.5;
/** What the model as it is predicts for one of them, where that is what the class is held to. */
const OWN_PREDICTION_COST = 0.5;
/** The same for a sample of textual inversion, text encoder included; measured beside a pair's. */
const WORD_SAMPLE_COST = 1.45;

function stepCost(settings: TrainSettings): number {
  if (settings.method === 'textual-inversion') return settings.batchSize * WORD_SAMPLE_COST;
  const own = priorOf(settings) === 'own-prediction' ? OWN_PREDICTION_COST : 0;
  return settings.batchSize * settings.accumulation * (PAIR_COST + own);
}

/** What a run's time depends on beside its settings. */
export interface RunPace {
  timings: Timings;
  /** The side of images that they were measured at, in pixels. */
  nativeSize: number;
  /** How its class images are drawn. */
  classDrawing: SamplingSettings;
}

/** The share of each phase in the whole run, in guided denoising steps that it is worth. */
function costs(settings: TrainSettings, { timings, classDrawing }: RunPace): Record<Phase, number> {
  const { guidedStepSeconds, decodeSeconds } = timings;
  const decode = guidedStepSeconds > 0 ? decodeSeconds / guidedStepSeconds : 1;
  const training = settings.steps * stepCost(settings);
  const count = usesClassImages(settings) ? settings.classImages : 0;
  const classImages = count * (guidedSteps(classDrawing) + decode);
  return { encode: 0.02 * training, 'class-images': classImages, prepare: 0.03 * training, train: training };
}

/** 0 to 1 over the whole run. An estimate, but one that only grows. */
export function trainingFraction(event: TrainProgress, settings: TrainSettings, pace: RunPace): number {
  const shares = costs(settings, pace);
  const before = sum(PHASES.slice(0, PHASES.indexOf(event.phase)), shares);
  return Math.min(1, (before + shares[event.phase] * done(event)) / sum(PHASES, shares));
}

/** Seconds to the end of the whole run: what the phase itself tells, and an estimate of what comes after it. */
export function trainingSecondsLeft(event: TrainProgress, settings: TrainSettings, pace: RunPace): number {
  const shares = costs(settings, pace);
  const guidedStepSeconds = stepSeconds(settings, pace);
  const after = sum(PHASES.slice(PHASES.indexOf(event.phase) + 1), shares) * guidedStepSeconds;
  const within = event.secondsLeft ?? shares[event.phase] * (1 - done(event)) * guidedStepSeconds;
  return within + after;
}

/** Seconds that a whole run will take, told before it starts. */
export function trainingSeconds(settings: TrainSettings, pace: RunPace): number {
  return sum(PHASES, costs(settings, pace)) * stepSeconds(settings, pace);
}

/** A guided denoising step at the run's resolution. */
function stepSeconds({ resolution }: TrainSettings, { timings, nativeSize }: RunPace): number {
  return timings.guidedStepSeconds * ((resolution || nativeSize) / nativeSize) ** 2;
}

function done(event: TrainProgress): number {
  return event.total > 0 ? event.done / event.total : 0;
}

function sum(phases: readonly Phase[], shares: Record<Phase, number>): number {
  return phases.reduce((total, phase) => total + shares[phase], 0);
}

/** What is being done, in words; said aloud once for each phase, so without counts. */
export const PHASE_NAMES: Record<Phase, Message> = {
  encode: msg('Reading the images'),
  'class-images': msg('Drawing class images'),
  prepare: msg('Preparing the training'),
  train: msg('Training'),
};

/** How far the phase has come, e.g. `step 12 of 300`. */
export function countText({ phase, done, total }: Pick<TrainProgress, 'phase' | 'done' | 'total'>): string {
  const noun = { encode: 'image', 'class-images': 'image', prepare: 'part', train: 'step' }[phase];
  return t('{noun} {done} of {total}', { noun, done, total });
}

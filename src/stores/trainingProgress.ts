/** How far a training run has come, over all its phases. */
import type { Timings, TrainEvent, TrainSettings } from '../../workers/protocol.ts';

type Phase = TrainEvent['phase'];

const PHASES: readonly Phase[] = ['encode', 'class-images', 'prepare', 'train'];

/** Denoising steps that a class image is assumed to take, and guided steps that one training step is worth. */
const CLASS_IMAGE_STEPS = 25;
const TRAINING_STEP_COST = 2.5;

/** The share of each phase in the whole run, in guided denoising steps that it is worth. */
function costs(settings: TrainSettings, { guidedStepSeconds, decodeSeconds }: Timings): Record<Phase, number> {
  const decode = guidedStepSeconds > 0 ? decodeSeconds / guidedStepSeconds : 1;
  const training = settings.steps * TRAINING_STEP_COST;
  const classImages = settings.classImages * (CLASS_IMAGE_STEPS + decode);
  return { encode: 0.02 * training, 'class-images': classImages, prepare: 0.03 * training, train: training };
}

/** 0 to 1 over the whole run. An estimate, but one that only grows. */
export function trainingFraction(event: TrainEvent, settings: TrainSettings, timings: Timings): number {
  const shares = costs(settings, timings);
  const total = PHASES.reduce((sum, phase) => sum + shares[phase], 0);
  const before = PHASES.slice(0, PHASES.indexOf(event.phase)).reduce((sum, phase) => sum + shares[phase], 0);
  const within = event.total > 0 ? event.done / event.total : 0;
  return Math.min(1, (before + shares[event.phase] * within) / total);
}

/** What is being done, in words; said aloud once for each phase, so without counts. */
export const PHASE_NAMES: Record<Phase, string> = {
  encode: 'Reading the images',
  'class-images': 'Drawing class images',
  prepare: 'Preparing the training',
  train: 'Training',
};

/** How far the phase has come, e.g. `step 12 of 300`. */
export function countText({ phase, done, total }: Pick<TrainEvent, 'phase' | 'done' | 'total'>): string {
  const noun = { encode: 'image', 'class-images': 'image', prepare: 'part', train: 'step' }[phase];
  return `${noun} ${done} of ${total}`;
}

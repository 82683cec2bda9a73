/** What a run is made of with the open model, known from its settings alone. */
import { dreamBoothStep, type Model } from '@weft/engine';
import { studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import type { RunShape } from '../../src/contract/studioWorker.ts';
import type { TrainSettings } from '../../src/contract/training.ts';

/** @throws StudioError `bad-setting` where the model can't learn from images of that size */
export function shapeOfRun(settings: TrainSettings, model: Model): RunShape {
  const size = sizeOfRun(settings, model);
  const { prediction_type: predicts } = model.checkpoint.schedule.config;
  if (settings.method !== 'lora') return { size, modules: null, predicts };
  const { modules } = dreamBoothStep(settings, model.adaptableModules, size);
  return { size, modules: modules.map((module) => ({ ...module })), predicts };
}

/** Side of the images that a run learns from. @throws StudioError `bad-setting` where the model can't learn from such */
export function sizeOfRun({ resolution }: Pick<TrainSettings, 'resolution'>, model: Model): number {
  const size = resolution === 0 ? model.nativeSize : resolution;
  if (size % model.sizeStep === 0) return size;
  throw studioError(
    'bad-setting',
    say('This model learns from images of a multiple of {sizeStep} pixels.', { sizeStep: model.sizeStep }),
    'Choose another resolution.',
  );
}

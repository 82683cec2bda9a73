/** What is usual for a training run on the model that is open: the starter's defaults, or the course's. */
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import type { TrainMethod } from '../../../contract/training.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS, SD15_INVERSION_DEFAULTS, SD15_LORA_DEFAULTS } from './trainDefaults.ts';
import type { TrainPreset, TrainPresets } from './trainPresets.ts';

/** The starter has 16 million parameters, Stable Diffusion 1.5 a thousand million: what is between them is nearer to the first. */
const LARGE = 200e6;

export function usualTraining(
  method: TrainMethod,
  { parameters }: Pick<ModelInfo, 'parameters'>,
): { learningRate: number; classImages: number } {
  const { learningRate, classImages } = parameters < LARGE ? LORA_DEFAULTS : SD15_LORA_DEFAULTS;
  if (method === 'lora') return { learningRate, classImages };
  return {
    learningRate: (parameters < LARGE ? INVERSION_DEFAULTS : SD15_INVERSION_DEFAULTS).learningRate,
    classImages,
  };
}

/** The preset that is usual for the model. */
export function usualPreset<T extends object>(
  { presets }: TrainPresets<T>,
  { parameters }: Pick<ModelInfo, 'parameters'>,
): TrainPreset<T> {
  const [starter, large = starter] = presets;
  return parameters < LARGE ? starter : large;
}

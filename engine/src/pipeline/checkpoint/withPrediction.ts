/** What a person says of a model's prediction takes the place of what its files say. */
import type { PredictionType } from '../../diffusion/schedulerConfig.ts';

/** A scheduler's config with another prediction, where one is told. */
export function withPrediction(schedulerConfig: unknown, prediction: PredictionType | undefined): unknown {
  if (prediction === undefined || typeof schedulerConfig !== 'object') return schedulerConfig;
  return { ...schedulerConfig, prediction_type: prediction };
}

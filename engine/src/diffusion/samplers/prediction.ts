/** What a model output says about the clean latents and the noise, for each kind of model. */
import { DiffusionError } from '../diffusionError.ts';
import type { PredictionType } from '../schedulerConfig.ts';

/** Factors of the clean latents and of the noise in noisy latents; their squares add up to 1. */
export interface Scales {
  signal: number;
  noise: number;
}

/**
 * The clean latents (x₀) that a model output implies.
 *
 * Noise prediction: (latents − noise·output) / signal (Song et al. 2020, equation 9).
 * Velocity prediction: signal·latents − noise·output (Salimans and Ho 2022, appendix D).
 * Sample prediction: the output itself.
 *
 * @throws DiffusionError when the lengths differ
 */
export function predictClean(
  type: PredictionType,
  modelOutput: Float32Array,
  latents: Float32Array,
  { signal, noise }: Scales,
): Float32Array {
  requireSameLength(modelOutput, latents);
  switch (type) {
    case 'epsilon':
      return latents.map((value, i) => (value - noise * (modelOutput[i] as number)) / signal);
    case 'v_prediction':
      return latents.map((value, i) => signal * value - noise * (modelOutput[i] as number));
    case 'sample':
      return modelOutput;
  }
}

/**
 * The noise that a model output implies: the output, signal·output + noise·latents, or
 * (latents − signal·output) / noise, from the same papers.
 * @throws DiffusionError when the lengths differ
 */
export function predictNoise(
  type: PredictionType,
  modelOutput: Float32Array,
  latents: Float32Array,
  { signal, noise }: Scales,
): Float32Array {
  requireSameLength(modelOutput, latents);
  switch (type) {
    case 'epsilon':
      return modelOutput;
    case 'v_prediction':
      return latents.map((value, i) => signal * (modelOutput[i] as number) + noise * value);
    case 'sample':
      return latents.map((value, i) => (value - signal * (modelOutput[i] as number)) / noise);
  }
}

function requireSameLength(modelOutput: Float32Array, latents: Float32Array): void {
  if (modelOutput.length !== latents.length) {
    throw new DiffusionError(
      `The model gave ${modelOutput.length} numbers for latents of ${latents.length}.`,
      'Feed the model the latents it is to denoise.',
    );
  }
}

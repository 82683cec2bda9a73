/** What a model output says about the clean latents, for each kind of model. */
import { DiffusionError } from '../diffusionError.ts';
import type { SchedulerConfig } from '../schedule.ts';

/**
 * The clean latents (x₀) that a model output implies.
 *
 * Noise prediction: (latents − noise·output) / signal (Song et al. 2020, equation 9).
 * Velocity prediction: signal·latents − noise·output (Salimans and Ho 2022, appendix D).
 *
 * @param scales factors of signal and noise in `latents`
 * @throws DiffusionError when the lengths differ
 */
export function predictClean(
  type: SchedulerConfig['prediction_type'],
  modelOutput: Float32Array,
  latents: Float32Array,
  scales: { signal: number; noise: number },
): Float32Array {
  if (modelOutput.length !== latents.length) {
    throw new DiffusionError(
      `The model gave ${modelOutput.length} numbers for latents of ${latents.length}.`,
      'Feed the model the latents it is to denoise.',
    );
  }
  const { signal, noise } = scales;
  return type === 'epsilon'
    ? latents.map((value, i) => (value - noise * (modelOutput[i] as number)) / signal)
    : latents.map((value, i) => signal * value - noise * (modelOutput[i] as number));
}

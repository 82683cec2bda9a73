/** Classifier-free guidance. */
import { DiffusionError } from './diffusionError.ts';

/**
 * Pushes the prediction from what the negative prompt gives towards what the prompt gives
 * (Ho and Salimans 2022): unconditional + guidanceScale·(conditional − unconditional).
 * @param guidanceScale 1 gives `conditional` itself; 7.5 is usual
 * @throws DiffusionError when the lengths differ
 */
export function applyGuidance(
  unconditional: Float32Array,
  conditional: Float32Array,
  guidanceScale: number,
): Float32Array {
  if (unconditional.length !== conditional.length) {
    throw new DiffusionError(
      `Guidance needs two predictions of one length, not ${unconditional.length} and ${conditional.length} numbers.`,
      'Run the model on both prompts with the same latents.',
    );
  }
  return unconditional.map((value, i) => value + guidanceScale * ((conditional[i] as number) - value));
}

/** A step that a sampler can't take. */
import { DiffusionError } from '../diffusionError.ts';

/** For a step that there isn't among `count`. */
export function noSuchStep(i: number, count: number): DiffusionError {
  return new DiffusionError(`There is no sampling step ${i}.`, `Take steps 0 to ${count - 1}.`);
}

/** For a step of a method with memory whose last step was not the one before. */
export function outOfOrder(i: number): DiffusionError {
  return new DiffusionError(
    `Sampling step ${i} doesn't follow on the one before.`,
    'Take the steps in order from the first.',
  );
}

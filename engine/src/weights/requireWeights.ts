/** Whether a checkpoint has what a net asks for, by the headers of its files. */

import type { StoredTensor, StoredTensors } from './weightFile.ts';
import { WeightsError } from './weightsError.ts';

/** A tensor by its name. @param label what messages call the net @throws WeightsError where it is missing */
export function requireTensor(tensors: StoredTensors, name: string, label: string): StoredTensor {
  const tensor = tensors.get(name);
  if (tensor) return tensor;
  throw new WeightsError(
    `The tensor ${name} of ${label} is missing.`,
    'Download the model again, or choose another one.',
  );
}

/** @throws WeightsError where a weight is missing, or has another shape than the net's config says */
export function requireWeights(
  tensors: StoredTensors,
  weights: Iterable<{ readonly name: string; readonly shape: readonly number[] }>,
  label: string,
): void {
  for (const { name, shape } of weights) {
    const found = requireTensor(tensors, name, label).shape;
    if (found.join() !== shape.join()) {
      throw new WeightsError(
        `The tensor ${name} of ${label} is [${found}], but its config asks for [${shape}].`,
        'The weights and the config.json do not belong together; download the model again.',
      );
    }
  }
}

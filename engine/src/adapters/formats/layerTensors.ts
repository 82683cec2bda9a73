/** A layer's tensors in an adapter's file, checked: of the layer's shape, and numbers all of them. */
import { toFloat32, type WeightTensor } from '../../weights/safetensors.ts';
import { AdapterError } from '../adapterError.ts';
import type { LoraModule } from '../loraLayout.ts';

export const SAVE_AGAIN = 'Choose another file, or save the adapter again.';

/**
 * A kernel of 1×1 may stand as a matrix, and a matrix as a kernel of 1×1.
 * @throws AdapterError where the shape is another
 */
export function requireShape(
  { name }: LoraModule,
  what: string,
  { shape }: WeightTensor,
  sides: readonly number[],
  kernel: number,
): void {
  const fits = [...sides, kernel, kernel].join() === shape.join() || (kernel === 1 && sides.join() === shape.join());
  if (fits) return;
  const wanted = kernel === 1 ? sides : [...sides, kernel, kernel];
  throw new AdapterError(
    `The adapter's ${what} of ${name} is [${shape.join(', ')}], where this model's layer needs [${wanted.join(', ')}].`,
    'Open the model that the adapter was made for.',
  );
}

/** @throws AdapterError where one is not finite; WeightsError where they are no floating-point numbers */
export function tensorNumbers({ name }: LoraModule, tensor: WeightTensor): Float32Array {
  const values = toFloat32(tensor);
  if (values.every(Number.isFinite)) return values;
  throw noNumbers(name);
}

/** @throws AdapterError where what was computed of a layer's tensors is beyond what numbers can be, though each of them is one */
export function requireFinite({ module, a, b }: { module: LoraModule; a: Float32Array; b: Float32Array }): void {
  if (!a.every(Number.isFinite) || !b.every(Number.isFinite)) throw noNumbers(module.name);
}

function noNumbers(layer: string): AdapterError {
  return new AdapterError(
    `The adapter has numbers at ${layer} that are infinite or none at all: its training went wrong.`,
    'Choose an earlier state of it, or another adapter.',
  );
}

/** A net's weights out of a single file: found by their original names, and seen in the shapes that the engine asks for. */
import type { Value } from '../../../graph/value.ts';
import { WeightsError } from '../../../weights/safetensors.ts';
import { DTYPE_BYTES, elementCount, type StoredTensor, type StoredTensors } from '../../../weights/weightFile.ts';
import type { NameTable, OriginalPlace } from './nameTable.ts';

/**
 * The wanted weights by diffusers' names, as views of the file's tensors: nothing is read or copied.
 * @param prefix what the file puts before the section's names, for messages
 * @throws WeightsError naming a tensor that is missing or can't be shared out
 */
export function takeWeights(
  section: StoredTensors,
  wanted: readonly Value[],
  names: NameTable,
  prefix: string,
): StoredTensors {
  return new Map(
    wanted.map(({ name, shape }) => {
      const place = names.original(name);
      const tensor = place && section.get(place.name);
      if (!tensor) {
        throw new WeightsError(
          `The file lacks the tensor ${prefix}${place?.name ?? name}.`,
          'Get the file again, or choose another one.',
        );
      }
      const share = shareOf(tensor, place);
      return [name, { ...share, name, shape: seenAs(share.shape, shape) }];
    }),
  );
}

/** A share of the tensor's rows. */
function shareOf(tensor: StoredTensor, { part, of }: OriginalPlace): StoredTensor {
  if (of === 1) return tensor;
  const [rows = 0, ...rest] = tensor.shape;
  if (rows % of !== 0) {
    throw new WeightsError(
      `The tensor ${tensor.name} has ${rows} rows, which are not ${of} equal shares.`,
      'Get the file again, or choose another one.',
    );
  }
  const shape = [rows / of, ...rest];
  return { ...tensor, shape, offset: tensor.offset + part * elementCount(shape) * DTYPE_BYTES[tensor.dtype] };
}

/** Linear layers were 1×1 convolutions in the original VAE: the same numbers in the same order. */
function seenAs(found: readonly number[], wanted: readonly number[]): number[] {
  const more = found.slice(wanted.length);
  return more.length > 0 && more.every((side) => side === 1) ? found.slice(0, wanted.length) : [...found];
}

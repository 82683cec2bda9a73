/** Writes `.safetensors` files; the format is described beside the reader. */
import { DTYPE_BYTES, elementCount, METADATA_KEY, PREFIX_BYTES, type WeightTensor } from './weightFile.ts';
import { WeightsError } from './weightsError.ts';

/** What a file says of one tensor. */
export type TensorEntry = Pick<WeightTensor, 'name' | 'dtype' | 'shape'>;

/** Bytes that a tensor takes. */
export function tensorBytes({ dtype, shape }: TensorEntry): number {
  return elementCount(shape) * DTYPE_BYTES[dtype];
}

/**
 * Where everything stands in a file of these tensors: wider types first and then by name, so that each tensor is
 * aligned to its type (the order of the reference implementation). The file is `header`, then the tensors' bytes in
 * the order of `ordered`, without gaps.
 * @throws WeightsError when two tensors share a name
 */
export function layoutSafetensors<Entry extends TensorEntry>(
  tensors: Iterable<Entry>,
  metadata: Record<string, string> = {},
): { header: Uint8Array<ArrayBuffer>; ordered: Entry[]; dataLength: number } {
  const ordered = [...tensors].sort(
    (a, b) => DTYPE_BYTES[b.dtype] - DTYPE_BYTES[a.dtype] || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [[METADATA_KEY, metadata]] : [];
  const names = new Set<string>([METADATA_KEY]);
  let dataLength = 0;
  for (const tensor of ordered) {
    const { name, dtype, shape } = tensor;
    if (names.has(name))
      throw new WeightsError(`Two tensors are called "${name}".`, 'Give each tensor a name of its own.');
    names.add(name);
    const length = tensorBytes(tensor);
    entries.push([name, { dtype, shape, data_offsets: [dataLength, dataLength + length] }]);
    dataLength += length;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const header = new Uint8Array(PREFIX_BYTES + headerLength).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(headerLength), true);
  header.set(json, PREFIX_BYTES);
  return { header, ordered, dataLength };
}

/**
 * Writes tensors as a `.safetensors` file, laid out as `layoutSafetensors` says.
 * @throws WeightsError when two tensors share a name or one's bytes don't fit its shape.
 */
export function writeSafetensors(tensors: Iterable<WeightTensor>, metadata: Record<string, string> = {}): Uint8Array {
  const { header, ordered, dataLength } = layoutSafetensors(tensors, metadata);
  const file = new Uint8Array(header.length + dataLength);
  file.set(header);
  let offset = header.length;
  for (const tensor of ordered) {
    const { name, shape, bytes } = tensor;
    if (bytes.length !== tensorBytes(tensor)) {
      throw new WeightsError(
        `Tensor "${name}" of shape [${shape.join(', ')}] needs ${tensorBytes(tensor)} bytes but was given ${bytes.length}.`,
        'Write the tensor with the shape it was made with.',
      );
    }
    file.set(bytes, offset);
    offset += bytes.length;
  }
  return file;
}

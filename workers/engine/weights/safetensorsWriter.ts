/** Writes `.safetensors` files; the format is described beside the reader. */
import { DTYPE_BYTES, elementCount, METADATA_KEY, PREFIX_BYTES, type WeightTensor } from './weightFile.ts';
import { WeightsError } from './weightsError.ts';

/**
 * Writes tensors as a `.safetensors` file, wider types first and then by name, so that each tensor
 * is aligned to its type (the order of the reference implementation).
 * @throws WeightsError when two tensors share a name or one's bytes don't fit its shape.
 */
export function writeSafetensors(tensors: Iterable<WeightTensor>, metadata: Record<string, string> = {}): Uint8Array {
  const ordered = [...tensors].sort(
    (a, b) => DTYPE_BYTES[b.dtype] - DTYPE_BYTES[a.dtype] || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  const entries: [string, unknown][] = Object.keys(metadata).length > 0 ? [[METADATA_KEY, metadata]] : [];
  const names = new Set<string>([METADATA_KEY]);
  let dataLength = 0;
  for (const { name, dtype, shape, bytes } of ordered) {
    if (names.has(name))
      throw new WeightsError(`Two tensors are called "${name}".`, 'Give each tensor a name of its own.');
    names.add(name);
    const expected = elementCount(shape) * DTYPE_BYTES[dtype];
    if (bytes.length !== expected) {
      throw new WeightsError(
        `Tensor "${name}" of shape [${shape.join(', ')}] needs ${expected} bytes but was given ${bytes.length}.`,
        'Write the tensor with the shape it was made with.',
      );
    }
    entries.push([name, { dtype, shape, data_offsets: [dataLength, dataLength + bytes.length] }]);
    dataLength += bytes.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(PREFIX_BYTES + headerLength + dataLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, PREFIX_BYTES, PREFIX_BYTES + headerLength);
  file.set(json, PREFIX_BYTES);
  let offset = PREFIX_BYTES + headerLength;
  for (const { bytes } of ordered) {
    file.set(bytes, offset);
    offset += bytes.length;
  }
  return file;
}

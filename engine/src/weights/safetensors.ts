/**
 * Reads `.safetensors` files: small ones whole, in memory; large ones by their header alone, so that tensors stay
 * where they lie until their numbers are asked for.
 */
import type { ByteSource } from './byteSource.ts';
import { LOOKED_AT } from './notWeights.ts';
import { headerEnd, readHeader } from './safetensorsHeader.ts';
import { PREFIX_BYTES, type StoredFile, type WeightFile } from './weightFile.ts';

export { writeSafetensors } from './safetensorsWriter.ts';
export { float32Tensor, toFloat32 } from './tensorValues.ts';
export type { WeightFile, WeightTensor } from './weightFile.ts';
export { WeightsError } from './weightsError.ts';

/**
 * Reads a whole `.safetensors` file held in memory (Hugging Face's format). The tensors are views into `bytes`.
 * @throws WeightsError when the file is truncated, its header is too large or malformed, or a
 *   tensor has an unknown type, a size other than its shape says, or overlaps or misses its neighbours.
 */
export function parseSafetensors(bytes: Uint8Array): WeightFile {
  const end = headerEnd(bytes.subarray(0, LOOKED_AT), bytes.length);
  const data = bytes.subarray(end);
  const { spans, metadata } = readHeader(bytes.subarray(PREFIX_BYTES, end), data.length);
  return {
    tensors: new Map(
      spans.map(({ begin, end, ...heading }) => [heading.name, { ...heading, bytes: data.subarray(begin, end) }]),
    ),
    metadata,
  };
}

/**
 * Reads and checks the header of a `.safetensors` file; the tensors stay in `source`.
 * @throws WeightsError as `parseSafetensors` does, and whatever reading the source throws
 */
export async function openSafetensors(source: ByteSource): Promise<StoredFile> {
  const end = headerEnd(await source.read(0, Math.min(LOOKED_AT, source.size)), source.size);
  const { spans, metadata } = readHeader(await source.read(PREFIX_BYTES, end - PREFIX_BYTES), source.size - end);
  return {
    tensors: new Map(
      spans.map(({ name, dtype, shape, begin }) => [name, { name, dtype, shape, source, offset: end + begin }]),
    ),
    metadata,
  };
}

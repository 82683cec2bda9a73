/**
 * Reads `.safetensors` files: eight bytes of header length, a JSON header that says
 * where each tensor lies, then the tensors' bytes (https://github.com/huggingface/safetensors#format).
 *
 * Files come from people and from the network, so nothing in the header is believed before it is
 * checked: types, sizes, and that the tensors fill the file without gap or overlap.
 */
import * as z from 'zod';
import {
  DTYPE_BYTES,
  elementCount,
  METADATA_KEY,
  PREFIX_BYTES,
  type WeightDtype,
  type WeightFile,
  type WeightTensor,
} from './weightFile.ts';
import { WeightsError } from './weightsError.ts';

export { writeSafetensors } from './safetensorsWriter.ts';
export { float32Tensor, toFloat32 } from './tensorValues.ts';
export type { WeightFile, WeightTensor } from './weightFile.ts';
export { WeightsError } from './weightsError.ts';

/** The limit of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;

const FETCH_AGAIN = 'Download the file again, or choose another one.';
const NOT_SAFETENSORS = 'Choose a .safetensors file; other checkpoint formats must be converted first.';

const size = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const HeaderEntry = z.object({
  dtype: z.string(),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});
const Metadata = z.record(z.string(), z.string());

/**
 * Reads a whole `.safetensors` file held in memory. The tensors are views into `bytes`.
 * @throws WeightsError when the file is truncated, its header is too large or malformed, or a
 *   tensor has an unknown type, a size other than its shape says, or overlaps or misses its neighbours.
 */
export function parseSafetensors(bytes: Uint8Array): WeightFile {
  const header = readHeader(bytes);
  const data = bytes.subarray(header.end);
  const file: WeightFile = { tensors: new Map(), metadata: {} };
  const spans: { name: string; begin: number; end: number }[] = [];
  for (const [name, value] of Object.entries(header.json)) {
    if (name === METADATA_KEY) {
      file.metadata = readMetadata(value);
      continue;
    }
    const { tensor, begin, end } = readTensor(name, value, data);
    file.tensors.set(name, tensor);
    spans.push({ name, begin, end });
  }
  checkCoverage(spans, data.length);
  return file;
}

function readHeader(bytes: Uint8Array): { json: Record<string, unknown>; end: number } {
  if (bytes.length < PREFIX_BYTES) {
    throw new WeightsError(`The weight file is only ${bytes.length} bytes long.`, FETCH_AGAIN);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) {
    throw new WeightsError(`The weight file's header claims to be ${length} bytes long.`, NOT_SAFETENSORS);
  }
  const end = PREFIX_BYTES + length;
  if (end > bytes.length) {
    throw new WeightsError(
      `The weight file is truncated: its header needs ${end} bytes, the file has ${bytes.length}.`,
      FETCH_AGAIN,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(PREFIX_BYTES, end)));
  } catch {
    throw new WeightsError("The weight file's header is not readable JSON.", NOT_SAFETENSORS);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new WeightsError("The weight file's header is not a table of tensors.", NOT_SAFETENSORS);
  }
  return { json: json as Record<string, unknown>, end };
}

function readMetadata(value: unknown): Record<string, string> {
  const parsed = Metadata.safeParse(value);
  if (!parsed.success) throw new WeightsError("The weight file's metadata is not plain text.", FETCH_AGAIN);
  return parsed.data;
}

function readTensor(
  name: string,
  value: unknown,
  data: Uint8Array,
): { tensor: WeightTensor; begin: number; end: number } {
  const parsed = HeaderEntry.safeParse(value);
  if (!parsed.success) {
    throw new WeightsError(`The weight file's header entry "${name}" is malformed.`, FETCH_AGAIN);
  }
  const { dtype, shape } = parsed.data;
  const [begin, end] = parsed.data.data_offsets;
  if (!isKnownDtype(dtype)) {
    throw new WeightsError(
      `Tensor "${name}" has the type ${dtype}, which Weft doesn't read.`,
      `Choose weights stored as ${Object.keys(DTYPE_BYTES).join(', ')}.`,
    );
  }
  if (begin > end) throw new WeightsError(`Tensor "${name}" ends before it begins.`, FETCH_AGAIN);
  if (end > data.length) {
    throw new WeightsError(
      `The weight file is truncated: tensor "${name}" ends at byte ${end} of the data, which has ${data.length}.`,
      FETCH_AGAIN,
    );
  }
  const expected = elementCount(shape) * DTYPE_BYTES[dtype];
  if (end - begin !== expected) {
    throw new WeightsError(
      `Tensor "${name}" of shape [${shape.join(', ')}] needs ${expected} bytes but has ${end - begin}.`,
      FETCH_AGAIN,
    );
  }
  return { tensor: { name, dtype, shape, bytes: data.subarray(begin, end) }, begin, end };
}

function isKnownDtype(dtype: string): dtype is WeightDtype {
  return Object.hasOwn(DTYPE_BYTES, dtype);
}

/** The format asks that tensors lie end to end: a gap could hide data, an overlap is a damaged header. */
function checkCoverage(spans: { name: string; begin: number; end: number }[], dataLength: number): void {
  spans.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of spans) {
    if (begin < covered) throw new WeightsError(`Tensor "${name}" overlaps the tensor before it.`, FETCH_AGAIN);
    if (begin > covered) throw new WeightsError(`There are stray bytes before tensor "${name}".`, FETCH_AGAIN);
    covered = end;
  }
  if (covered !== dataLength) throw new WeightsError('There are stray bytes after the last tensor.', FETCH_AGAIN);
}

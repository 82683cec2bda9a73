/**
 * The beginning of a `.safetensors` file: eight bytes of header length, then a JSON header that says where each
 * tensor lies (https://github.com/huggingface/safetensors#format).
 *
 * Files come from people and from the network, so nothing in the header is believed before it is
 * checked: types, sizes, and that the tensors fill the file without gap or overlap.
 */
import * as z from 'zod';
import { notWeightsNorText } from './notWeights.ts';
import { parseShallowJson } from './shallowJson.ts';
import {
  DTYPE_BYTES,
  elementCount,
  METADATA_KEY,
  PREFIX_BYTES,
  type TensorHeading,
  type WeightDtype,
} from './weightFile.ts';
import { WeightsError } from './weightsError.ts';

/** The limit of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;

const FETCH_AGAIN = 'Download the file again, or choose another one.';
const NOT_SAFETENSORS = 'Choose a .safetensors file; other checkpoint formats must be converted first.';

/** `{`, with which the reference implementation wants the header to begin. */
const BRACE = 0x7b;

const size = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const HeaderEntry = z.object({
  dtype: z.string(),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});
const Metadata = z.record(z.string(), z.string());

/** A tensor's place in bytes, counted from the end of the header. */
export interface TensorSpan extends TensorHeading {
  begin: number;
  end: number;
}

/** A header that holds what it says. */
export interface SafetensorsHeader {
  spans: TensorSpan[];
  metadata: Record<string, string>;
}

/**
 * Where the header ends.
 * @param beginning the file's first bytes, `LOOKED_AT` of them where it has so many
 * @throws WeightsError when the file is something else, too short for a header, or it would be too long to be one
 */
export function headerEnd(beginning: Uint8Array, fileLength: number): number {
  const stranger = notWeightsNorText(beginning);
  const refuse = (message: string, advice: string) =>
    stranger
      ? new WeightsError(`The weight file is ${stranger.what}.`, stranger.advice)
      : new WeightsError(message, advice);
  if (beginning.length < PREFIX_BYTES) {
    throw refuse(`The weight file is only ${beginning.length} bytes long.`, FETCH_AGAIN);
  }
  const view = new DataView(beginning.buffer, beginning.byteOffset, beginning.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) {
    throw refuse(`The weight file's header claims to be ${length} bytes long.`, NOT_SAFETENSORS);
  }
  const end = PREFIX_BYTES + length;
  if (end > fileLength) {
    throw refuse(
      `The weight file is truncated: its header needs ${end} bytes, the file has ${fileLength}.`,
      FETCH_AGAIN,
    );
  }
  if (beginning[PREFIX_BYTES] !== BRACE) {
    throw refuse("The weight file's header is not a table of tensors.", NOT_SAFETENSORS);
  }
  return end;
}

/**
 * Reads and checks a header.
 * @param text the JSON, without the eight bytes before it
 * @param dataLength bytes of the file after it
 * @throws WeightsError when it is malformed, or a tensor has an unknown type, a size other than its shape says, lies
 *   outside the file, or overlaps or misses its neighbours
 */
export function readHeader(text: Uint8Array, dataLength: number): SafetensorsHeader {
  const header: SafetensorsHeader = { spans: [], metadata: {} };
  for (const [name, value] of Object.entries(parseTable(text))) {
    if (name === METADATA_KEY) header.metadata = readMetadata(value);
    else header.spans.push(readSpan(name, value, dataLength));
  }
  checkCoverage(header.spans, dataLength);
  return header;
}

function parseTable(text: Uint8Array): Record<string, unknown> {
  let json: unknown;
  try {
    json = parseShallowJson(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    throw new WeightsError("The weight file's header is not readable JSON.", NOT_SAFETENSORS);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new WeightsError("The weight file's header is not a table of tensors.", NOT_SAFETENSORS);
  }
  return json as Record<string, unknown>;
}

function readMetadata(value: unknown): Record<string, string> {
  // The reference implementation takes it for none.
  if (value === null) return {};
  const parsed = Metadata.safeParse(value);
  if (!parsed.success) throw new WeightsError("The weight file's metadata is not plain text.", FETCH_AGAIN);
  return parsed.data;
}

function readSpan(name: string, value: unknown, dataLength: number): TensorSpan {
  const parsed = HeaderEntry.safeParse(value);
  if (!parsed.success) {
    throw new WeightsError(`The weight file's header entry "${name}" is malformed.`, FETCH_AGAIN);
  }
  const { dtype, shape } = parsed.data;
  const [begin, end] = parsed.data.data_offsets;
  if (!isKnownDtype(dtype)) {
    throw new WeightsError(
      `Tensor "${name}" has the type ${dtype}, which this engine doesn't read.`,
      `Choose weights stored as ${Object.keys(DTYPE_BYTES).join(', ')}.`,
    );
  }
  if (begin > end) throw new WeightsError(`Tensor "${name}" ends before it begins.`, FETCH_AGAIN);
  if (end > dataLength) {
    throw new WeightsError(
      `The weight file is truncated: tensor "${name}" ends at byte ${end} of the data, which has ${dataLength}.`,
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
  return { name, dtype, shape, begin, end };
}

function isKnownDtype(dtype: string): dtype is WeightDtype {
  return Object.hasOwn(DTYPE_BYTES, dtype);
}

/** The format asks that tensors lie end to end: a gap could hide data, an overlap is a damaged header. */
function checkCoverage(spans: readonly TensorSpan[], dataLength: number): void {
  let covered = 0;
  for (const { name, begin, end } of spans.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < covered) throw new WeightsError(`Tensor "${name}" overlaps the tensor before it.`, FETCH_AGAIN);
    if (begin > covered) throw new WeightsError(`There are stray bytes before tensor "${name}".`, FETCH_AGAIN);
    covered = end;
  }
  if (covered !== dataLength) throw new WeightsError('There are stray bytes after the last tensor.', FETCH_AGAIN);
}

/** Numbers of tensors that lie in a source, read in pieces and in the precision that is asked for. */
import { encodeHalf } from './halfFloat.ts';
import { toFloat32 } from './tensorValues.ts';
import { DTYPE_BYTES, elementCount, type StoredTensor, type WeightTensor } from './weightFile.ts';

/** Bytes that are read, or made of what is read, at a time at most. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

/** A precision that a device computes in. */
export type NumberFormat = 'float32' | 'float16';

const FORMAT_BYTES: Readonly<Record<NumberFormat, number>> = { float32: 4, float16: 2 };

/** Whether the tensor holds floating-point numbers: whole ones (position ids) are no weights. */
export function holdsNumbers({ dtype }: StoredTensor): boolean {
  return dtype === 'F32' || dtype === 'F16' || dtype === 'BF16' || dtype === 'F64';
}

/** Bytes of the tensor's numbers in a format. */
export function byteLengthIn({ shape }: StoredTensor, format: NumberFormat): number {
  return elementCount(shape) * FORMAT_BYTES[format];
}

/** A piece of a tensor: its bytes in the format that was asked for, and where among all such bytes it stands. */
export interface NumberChunk {
  bytes: Uint8Array<ArrayBuffer>;
  at: number;
}

/**
 * The tensor's numbers, little-endian and in order, in pieces of CHUNK_BYTES at most.
 * Throws WeightsError for whole-number tensors, and what reading the source throws.
 */
export async function* readChunks(tensor: StoredTensor, format: NumberFormat): AsyncGenerator<NumberChunk> {
  for (const piece of piecesOf(tensor, format)) {
    yield { bytes: converted(piece, await tensor.source.read(piece.from, piece.length), format), at: piece.at };
  }
}

/** The same at once, from a source that can be read at once. Throws TypeError for another. */
export function* readChunksNow(tensor: StoredTensor, format: NumberFormat): Generator<NumberChunk> {
  const { source } = tensor;
  if (!source.readNow) throw new TypeError(`${tensor.name} lies where nothing can be read at once`);
  for (const piece of piecesOf(tensor, format)) {
    yield { bytes: converted(piece, source.readNow(piece.from, piece.length), format), at: piece.at };
  }
}

/** All of the tensor's numbers as float32, in memory of their own. Throws as `readChunks` does. */
export async function readFloat32(tensor: StoredTensor): Promise<Float32Array> {
  const numbers = new Float32Array(elementCount(tensor.shape));
  const whole = new Uint8Array(numbers.buffer);
  for await (const { bytes, at } of readChunks(tensor, 'float32')) whole.set(bytes, at);
  return numbers;
}

/** A run of a tensor's elements. */
interface Piece {
  tensor: StoredTensor;
  count: number;
  /** Bytes in the source. */
  from: number;
  length: number;
  /** Bytes from the beginning, in the format asked for. */
  at: number;
}

function* piecesOf(tensor: StoredTensor, format: NumberFormat): Generator<Piece> {
  const stored = DTYPE_BYTES[tensor.dtype];
  const largest = CHUNK_BYTES / Math.max(stored, FORMAT_BYTES[format]);
  const total = elementCount(tensor.shape);
  for (let first = 0; first < total; first += largest) {
    const count = Math.min(largest, total - first);
    yield {
      tensor,
      count,
      from: tensor.offset + first * stored,
      length: count * stored,
      at: first * FORMAT_BYTES[format],
    };
  }
}

function converted(
  { tensor, count }: Piece,
  bytes: Uint8Array<ArrayBuffer>,
  format: NumberFormat,
): Uint8Array<ArrayBuffer> {
  const { name, dtype } = tensor;
  if ((dtype === 'F16' && format === 'float16') || (dtype === 'F32' && format === 'float32')) return bytes;
  const piece: WeightTensor = { name, dtype, shape: [count], bytes };
  const numbers = toFloat32(piece);
  return new Uint8Array((format === 'float32' ? numbers : encodeHalf(numbers)).buffer);
}

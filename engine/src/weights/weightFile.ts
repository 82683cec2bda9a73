/** What a weight file holds: named tensors of a known type and shape, in memory or where the file lies. */
import type { ByteSource } from './byteSource.ts';

/** Bytes of one element, by the type names that safetensors uses. */
export const DTYPE_BYTES = { F64: 8, I64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, U8: 1, BOOL: 1 } as const;

/** Bytes before the header of a safetensors file: its length. */
export const PREFIX_BYTES = 8;
/** The header entry that holds free text instead of a tensor. */
export const METADATA_KEY = '__metadata__';

/** An element type that is read. */
export type WeightDtype = keyof typeof DTYPE_BYTES;

/** What is known of a tensor without its numbers. */
export interface TensorHeading {
  /** As the file has it. */
  name: string;
  /** Type of its elements, as safetensors names it. */
  dtype: WeightDtype;
  /** Dimensions, outermost first; empty for a scalar. */
  shape: number[];
}

/** One tensor of a file that is in memory. */
export interface WeightTensor extends TensorHeading {
  /** Little-endian elements, row-major: a view, not a copy, at any alignment. */
  bytes: Uint8Array;
}

/** A whole file, tensors in the order of their names in the header. */
export interface WeightFile {
  /** By name. */
  tensors: Map<string, WeightTensor>;
  /** Free text that came with the file (`__metadata__`). */
  metadata: Record<string, string>;
}

/** One tensor that stays where it lies until its numbers are asked for. */
export interface StoredTensor extends TensorHeading {
  source: ByteSource;
  /** Where its little-endian elements, row-major, begin in `source`, in bytes. */
  offset: number;
}

/** The tensors of a net, in whichever files they lie, by name. */
export type StoredTensors = ReadonlyMap<string, StoredTensor>;

/** A file that was opened by its header. */
export interface StoredFile {
  tensors: StoredTensors;
  /** Free text that came with the file (`__metadata__`). */
  metadata: Record<string, string>;
}

/** The number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

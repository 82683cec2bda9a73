/**
 * Random numbers for a weight, quickly: a billion of them are wanted. Distributed as PyTorch initializes layers, so that
 * activations stay far from half precision's largest; norms and biases are moved off their initial values, so that a net
 * that leaves one out is found out.
 */
import { elementCount, encodeHalf, type Shape } from '@weft/engine/internal';

/** Element types that can be written. */
export type RandomDtype = 'F16' | 'F32';

/** What the weights of a kind are drawn from: evenly between the bounds. */
interface Range {
  middle: number;
  /** Half the width. */
  spread: number;
}

/** Queries and keys are larger: with initial weights attention is so even that a wrong head would hardly show. */
const ATTENTION_GAIN = 2;
const QUERY_OR_KEY = /\b(to_q|to_k|q_proj|k_proj)\.weight$/;
const EMBEDDING_SPREAD = 0.035;
const VECTOR_SPREAD = 0.35;

function rangeOf(name: string, shape: Shape): Range {
  if (shape.length === 1) return { middle: isNorm(name) ? 1 : 0, spread: VECTOR_SPREAD };
  if (/(token|position)_embedding/.test(name)) return { middle: 0, spread: EMBEDDING_SPREAD };
  const fanIn = elementCount(shape.slice(1));
  return { middle: 0, spread: (QUERY_OR_KEY.test(name) ? ATTENTION_GAIN : 1) / Math.sqrt(fanIn) };
}

/** Whether a vector scales a normalisation: its name ends like `norm1.weight`, `layer_norm2.weight` or `conv_norm_out.weight`. */
function isNorm(name: string): boolean {
  return /norm[^.]*\.weight$/.test(name);
}

/** Numbers that a weight may take: so many that a table of them stands for the range. */
const LEVELS = 1 << 16;

function levels({ middle, spread }: Range, dtype: RandomDtype): Uint16Array | Float32Array {
  const numbers = Float32Array.from({ length: LEVELS }, (_, i) => middle + spread * ((2 * i + 1) / LEVELS - 1));
  return dtype === 'F16' ? encodeHalf(numbers) : numbers;
}

/** FNV-1a: a seed for each name, so that a weight's numbers do not depend on those before it. */
function seedOf(name: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash || 1;
}

/** The little-endian bytes of a weight: the same for the same name, shape and seed. */
export function randomWeight(name: string, shape: Shape, dtype: RandomDtype, seed: number): Uint8Array {
  const table = levels(rangeOf(name, shape), dtype);
  const count = elementCount(shape);
  const numbers = dtype === 'F16' ? new Uint16Array(count) : new Float32Array(count);
  // xorshift32 (Marsaglia 2003), both halves of each number used.
  let state = seedOf(name, seed);
  for (let i = 0; i < count; i += 2) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[i] = table[state & 0xffff] as number;
    // Beyond the end of an odd count nothing is written.
    numbers[i + 1] = table[state >>> 16] as number;
  }
  return new Uint8Array(numbers.buffer);
}

/**
 * Attention in chunks: the weights of all queries for all keys are the largest tensors of a net by far, so they are
 * computed a few heads or queries at a time, and computed again for the gradient instead of being kept (as Dao et al.,
 * arXiv 2205.14135, do within one kernel).
 */
import { type InputGradients, type Node, type Operator, precisionOf, type Value } from '../value.ts';
import { add, multiply, scale, subtract } from './arithmetic.ts';
import { cast } from './cast.ts';
import { concat, slice } from './layout.ts';
import { leftGradient, matmul, rightGradient, transposeLast } from './products.ts';
import { reduceSum } from './reduce.ts';
import { softmax, softmaxProduct } from './softmax.ts';

/** Rows of queries of some heads: `heads` and `queries` are from (included) and to (excluded). */
interface Chunk {
  heads: readonly [number, number];
  queries: readonly [number, number];
}

/** How many heads, and how many queries of each, are computed at once. */
export interface ChunkSizes {
  heads: number;
  queries: number;
}

/**
 * The largest chunks, about equal in size, whose weights take no more than `bytes` in float32: whole heads, or where one
 * is too large some queries of it, one at least.
 */
export function chunkSizes(heads: number, queries: number, keys: number, bytes: number): ChunkSizes {
  const rows = Math.max(1, Math.floor(bytes / (Float32Array.BYTES_PER_ELEMENT * keys)));
  const even = (whole: number, most: number) => Math.ceil(whole / Math.ceil(whole / most));
  return rows < queries
    ? { heads: 1, queries: even(queries, rows) }
    : { heads: even(heads, Math.floor(rows / queries)), queries };
}

/**
 * softmax(q·kᵀ)·v of each head, for q [h, n, w], k and v [h, m, w]: [h, n, w]. One chunk's weights are gone before the next
 * one's are computed, forward and backward.
 */
export function chunkedAttention(q: Value, k: Value, v: Value, sizes: ChunkSizes): Value {
  const operator: Operator = {
    type: 'ChunkedAttention',
    expand: (inputs) => forward(inputs as [Value, Value, Value], sizes),
    gradient: (node, gradient, needs) => backward(node, gradient, needs, sizes),
  };
  return q.graph.apply(operator, [q, k, v], q.shape);
}

function forward([q, k, v]: readonly [Value, Value, Value], sizes: ChunkSizes): Value {
  let before: readonly Value[] = [];
  const results = chunksOf(q, sizes).map((group) =>
    group.map((chunk) => {
      const queries = after(before, queriesOf(q, chunk));
      const result = softmaxProduct(scoresOf(queries, headsOf(k, chunk)), headsOf(v, chunk));
      before = [result];
      return result;
    }),
  );
  return joined(results);
}

/** The gradients of q, k and v (appendix B.2 of the paper). */
function backward(node: Node, gradient: Value, needs: readonly boolean[], sizes: ChunkSizes): InputGradients {
  const [q, k, v] = node.inputs as unknown as [Value, Value, Value];
  const balance = reduceSum(multiply(gradient, node.output), [-1]);
  // The first chunk waits for the gradient: else its weights would be taken for those of the forward pass, and kept.
  let before: readonly Value[] = [gradient];
  const groups = chunksOf(q, sizes).map((group) =>
    group.map((chunk) => {
      const [keys, values] = [headsOf(k, chunk), headsOf(v, chunk)];
      const queries = after(before, queriesOf(q, chunk));
      const arriving = queriesOf(gradient, chunk);
      // Made before the weights: a runtime begins with what was made last, and so with the chunk before. Else it would
      // begin with the differences of all chunks, and keep them.
      const difference = cast(subtract(leftGradient(arriving, values), queriesOf(balance, chunk)), 'float32');
      const wide = softmax(cast(scoresOf(queries, keys), 'float32'));
      const forValues = rightGradient(cast(wide, precisionOf(q)), arriving);
      const forScores = cast(multiply(difference, wide), precisionOf(q));
      const forQueries = matmul(forScores, keys);
      const forKeys = rightGradient(forScores, queries);
      const found = [forQueries, forKeys, forValues] as const;
      before = found.filter((_, i) => needs[i]);
      return found;
    }),
  );
  const summed = (input: 1 | 2) =>
    concat(
      groups.map((group) => group.map((found) => found[input]).reduce((sum, part) => add(sum, part))),
      0,
    );
  return [joined(groups.map((group) => group.map(([forQueries]) => forQueries))), summed(1), summed(2)];
}

/** The chunks of each group of heads. */
function chunksOf(q: Value, sizes: ChunkSizes): Chunk[][] {
  const [heads, queries] = q.shape as [number, number];
  const ranges = (whole: number, size: number) =>
    Array.from({ length: Math.ceil(whole / size) }, (_, i) => [i * size, Math.min(whole, (i + 1) * size)] as const);
  return ranges(heads, sizes.heads).map((group) =>
    ranges(queries, sizes.queries).map((rows) => ({ heads: group, queries: rows })),
  );
}

function headsOf(x: Value, { heads: [from, to] }: Chunk): Value {
  return slice(x, 0, from, to);
}

function queriesOf(x: Value, chunk: Chunk): Value {
  return slice(headsOf(x, chunk), 1, ...chunk.queries);
}

function scoresOf(queries: Value, keys: Value): Value {
  return matmul(queries, transposeLast(keys));
}

function joined(parts: readonly (readonly Value[])[]): Value {
  return concat(
    parts.map((group) => concat(group, 1)),
    0,
  );
}

/**
 * x unchanged, but not to be had before `values`: one number of each, times 0, is added. Nothing else keeps a runtime from
 * computing all chunks side by side. Where such a number has overflowed x has too, as the gradient would have anyway.
 */
function after(values: readonly Value[], x: Value): Value {
  const [first, ...others] = values.map((value) =>
    value.shape.reduce((part, _, axis) => slice(part, axis, 0, 1), value),
  );
  return first ? add(x, scale(others.reduce(add, first), 0)) : x;
}

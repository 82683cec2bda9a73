/** Scaled dot-product attention (Vaswani et al., arXiv 1706.03762). */
import {
  add,
  chunkedAttention,
  chunkSizes,
  matmul,
  reshape,
  scale,
  softmaxProduct,
  transpose,
} from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';

/** The sizes of one attention: queries come from `queryLength` positions, keys and values from `keyLength`. */
export interface AttentionSizes {
  batch: number;
  heads: number;
  queryLength: number;
  keyLength: number;
}

/**
 * softmax(q·kᵀ / √d + mask)·v, head by head. q is [batch·queryLength, c], k and v [batch·keyLength, c];
 * mask, if any, broadcasts over [batch, heads, queryLength, keyLength]. Gives [batch·queryLength, c]. Where the scores are
 * large it is computed in chunks (`Graph.scoreBytes`).
 */
export function attention(q: Value, k: Value, v: Value, sizes: AttentionSizes, mask: Value | null = null): Value {
  const { batch, heads, queryLength, keyLength } = sizes;
  const channels = q.shape[1] as number;
  const width = channels / heads;
  const split = (x: Value, length: number, permutation: number[]) =>
    transpose(reshape(x, [batch, length, heads, width]), permutation);

  const queries = split(scale(q, 1 / Math.sqrt(width)), queryLength, [0, 2, 1, 3]);
  const join = (mixed: Value) => reshape(transpose(mixed, [0, 2, 1, 3]), [batch * queryLength, channels]);

  const stack = batch * heads;
  const chunks = chunkSizes(stack, queryLength, keyLength, q.graph.scoreBytes);
  // Texts, which alone have masks, are short.
  if (!mask && (chunks.heads < stack || chunks.queries < queryLength)) {
    const stacked = (x: Value) => reshape(x, [stack, x.shape[2] as number, width]);
    const [keys, values] = [k, v].map((x) => stacked(split(x, keyLength, [0, 2, 1, 3]))) as [Value, Value];
    return join(reshape(chunkedAttention(stacked(queries), keys, values, chunks), queries.shape));
  }
  const scores = matmul(queries, split(k, keyLength, [0, 2, 3, 1]));
  return join(softmaxProduct(mask ? add(scores, mask) : scores, split(v, keyLength, [0, 2, 1, 3])));
}

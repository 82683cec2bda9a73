/** Scaled dot-product attention (Vaswani et al., arXiv 1706.03762). */
import { add, matmul, reshape, scale, softmaxProduct, transpose } from '../graph/operators/index.ts';
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
 * mask, if any, broadcasts over [batch, heads, queryLength, keyLength]. Gives [batch·queryLength, c].
 */
export function attention(q: Value, k: Value, v: Value, sizes: AttentionSizes, mask: Value | null = null): Value {
  const { batch, heads, queryLength, keyLength } = sizes;
  const channels = q.shape[1] as number;
  const width = channels / heads;
  const split = (x: Value, length: number, permutation: number[]) =>
    transpose(reshape(x, [batch, length, heads, width]), permutation);

  const queries = split(scale(q, 1 / Math.sqrt(width)), queryLength, [0, 2, 1, 3]);
  const scores = matmul(queries, split(k, keyLength, [0, 2, 3, 1]));
  const mixed = softmaxProduct(mask ? add(scores, mask) : scores, split(v, keyLength, [0, 2, 1, 3]));
  return reshape(transpose(mixed, [0, 2, 1, 3]), [batch * queryLength, channels]);
}

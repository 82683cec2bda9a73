/**
 * How much embeddings are alike, as the DreamBooth paper measures subjects and prompts (Ruiz et al., arXiv 2208.12242,
 * section 4.2): by the cosine between them.
 */

/** One picture's or text's place in a model's space. */
export type Embedding = ArrayLike<number>;

function cosine(a: Embedding, b: Embedding): number {
  let [product, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    product += x * y;
    aa += x * x;
    bb += y * y;
  }
  return product / Math.sqrt(aa * bb);
}

/** The mean over all pairs of one of `some` and one of `others`. NaN where either is empty. */
export function meanBetween(some: readonly Embedding[], others: readonly Embedding[]): number {
  return mean(some.flatMap((a) => others.map((b) => cosine(a, b))));
}

/** The mean over all pairs among them, none with itself; null for fewer than two. */
export function meanWithin(all: readonly Embedding[]): number | null {
  const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => cosine(a, b)));
  return pairs.length === 0 ? null : mean(pairs);
}

/** The mean over each of `some` and the one of `others` at the same place. */
export function meanPaired(some: readonly Embedding[], others: readonly Embedding[]): number {
  return mean(some.map((a, i) => cosine(a, others[i] as Embedding)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Numbers for choices that PyTorch has no part in. */

/** Whole numbers 0…2³²−1 that look random, of a seed of 32 bits (SplitMix32, Steele et al. 2014, in its form for 32 bits). */
export function randomIntegers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** The distance that half precision is held by. */

/**
 * largest |a − b| / largest |b|. `b` is the reference. Infinite where the lengths differ or a number of `a` is not one.
 */
export function largestError(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const distance = Math.abs((a[i] as number) - (b[i] as number));
    if (Number.isNaN(distance)) return Number.POSITIVE_INFINITY;
    difference = Math.max(difference, distance);
    largest = Math.max(largest, Math.abs(b[i] as number));
  }
  return difference / Math.max(largest, 1e-30);
}

/** The distance that most comparisons are held by. */

/** ‖a − b‖ / ‖b‖, summed in float64. `b` is the reference. Infinite where the lengths differ. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let length = 0;
  for (let i = 0; i < a.length; i++) {
    difference += ((a[i] as number) - (b[i] as number)) ** 2;
    length += (b[i] as number) ** 2;
  }
  return Math.sqrt(difference / Math.max(length, 1e-30));
}

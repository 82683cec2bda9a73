/** The largest absolute difference between two lists of numbers of one length; infinite where either is NaN. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  return Array.from(actual).reduce((largest, value, i) => {
    const difference = Math.abs(value - (expected[i] as number));
    return Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }, 0);
}

/** Smoothing of loss curves, whose single steps jump with the noise and timestep they happened to draw. */

/**
 * Exponential moving average, corrected for its start as Adam corrects its moments (Kingma and Ba, arXiv 1412.6980,
 * section 3), so that the first values are not pulled to zero. What is no number stays null and leaves the average as it was.
 * @param weight 0 to 1: how much of the average stays at each step
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let sum = 0;
  let mass = 0;
  return values.map((value) => {
    if (!isShown(value)) return null;
    sum = weight * sum + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return sum / mass;
  });
}

/** Every n-th of the items, the last always among them, so that no more than `most` (2 or more) are left. */
export function thin<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  const stride = Math.ceil((items.length - 1) / (most - 1));
  return items.filter((_, index) => index % stride === 0 || index === items.length - 1);
}

/** Values beyond belong to a run that has gone astray, and their sums soon to no number. */
const LARGEST = 1e30;

/** Whether a value can stand in a chart and in a text: NaN and what is infinite, or as good as that, can't. */
export function isShown(value: number | null): value is number {
  return value !== null && Math.abs(value) <= LARGEST;
}

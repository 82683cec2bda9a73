/** What the evaluation loss of a run tells: how far it fell, where it was lowest, and what its last part brought. */
import type { EvaluationPoint } from '../../../contract/runs/runs.ts';

/**
 * Its own noise: neighbouring points of a run that has settled differ by 0.5 % of their value on the average, and by up to
 * 2 % (measured on the first starter every 25 steps, in a default run and in one of 600 steps without class images). Changes
 * below 2 % say nothing.
 */
export const NOISE = 0.02;

export interface EvaluationTrend {
  /** Before the first step. */
  first: number;
  /** The mean of the last two points: one alone moves with the noise. */
  last: number;
  lowest: number;
  /** Steps at which it was lowest. */
  lowestAt: number;
}

/** Of one of the curves; null where fewer than three points are known. */
export function trendOf(points: readonly EvaluationPoint[], which: 'trained' | 'heldOut'): EvaluationTrend | null {
  const known = points.flatMap((point) => {
    const loss = point[which];
    return loss === null ? [] : [{ step: point.step, loss }];
  });
  const [first] = known;
  const [beforeLast, last] = known.slice(-2);
  if (!first || !beforeLast || !last || known.length < 3) return null;
  const lowest = known.reduce((least, point) => (point.loss < least.loss ? point : least));
  return {
    first: first.loss,
    last: (beforeLast.loss + last.loss) / 2,
    lowest: lowest.loss,
    lowestAt: lowest.step,
  };
}

/**
 * The share of the whole fall that came after a part of the run, 0 to 1; null where the curve hardly fell.
 * @param part 0 to 1 of the steps, e.g. 2/3 for what the last third brought
 */
export function fallAfter(points: readonly EvaluationPoint[], part: number): number | null {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || points.length < 3) return null;
  const whole = first.trained - last.trained;
  if (!(whole > NOISE * first.trained)) return null;
  const from = points.filter(({ step }) => step <= part * last.step).at(-1) ?? first;
  return (from.trained - last.trained) / whole;
}

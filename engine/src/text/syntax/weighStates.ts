/** What weights do to the text states of a chunk, as AUTOMATIC1111's web UI computes it. */

/**
 * The states times their positions' weights, scaled so that their mean stays what it was. Weights that leave a mean of
 * nothing are not made up for.
 * @param states [positions, width], of one chunk
 * @param weights one for each position
 */
export function weighStates(states: Float32Array, weights: readonly number[]): Float32Array {
  if (weights.every((weight) => weight === 1)) return states;
  const width = states.length / weights.length;
  const weighed = states.map((value, i) => value * (weights[Math.floor(i / width)] ?? 1));
  const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);
  const scale = sum(states) / sum(weighed);
  return Number.isFinite(scale) ? weighed.map((value) => value * scale) : weighed;
}

/** The exponential moving average of θ: what it learns from step to step swings less, and often draws better. */
import { add, multiply, subtract } from '../../graph/operators/index.ts';
import type { Value } from '../../graph/value.ts';

/**
 * How far the average moves towards θ after step `t`, counted from 1: one minus the decay of diffusers' `EMAModel`, which is
 * min(decay, t / (9 + t)), and 0 at the first step, so that the start of a run is soon forgotten.
 */
export function averagingRate(t: number, decay: number): number {
  return t <= 1 ? 1 : 1 - Math.min(decay, t / (9 + t));
}

/** The average [n] after θ [n] has moved: average − rate · (average − θ), rate [1]. */
export function movedAverage(average: Value, theta: Value, rate: Value): Value {
  return add(average, multiply(rate, subtract(theta, average)));
}

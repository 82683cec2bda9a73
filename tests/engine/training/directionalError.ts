/** A loss's gradient against finite differences of the loss, along one direction. */
import { derivative, dot } from '../graph/evaluate.ts';

/** Too long a step bends, too short a one drowns in rounding; where between them lies the best differs by tensor. */
const STEPS = [0.08, 0.04, 0.02, 0.01, 0.005];

/** How far gradient · direction lies from what is measured, as a share of the largest that it could be. */
export async function directionalError(
  loss: (theta: Float32Array) => Promise<number>,
  theta: Float32Array,
  gradient: Float32Array,
  direction: Float32Array,
): Promise<number> {
  let within = 0;
  for (const [i, d] of direction.entries()) if (d !== 0) within += (gradient[i] as number) ** 2;
  const size = Math.sqrt(within * dot(direction, direction));
  const errors: number[] = [];
  for (const step of STEPS) {
    const measured = await derivative((t) => loss(theta.map((value, i) => value + t * (direction[i] as number))), step);
    errors.push(Math.abs(dot(gradient, direction) - measured) / size);
  }
  return Math.min(...errors);
}

/** Σ weight · mean squared error of each sample, summed in float64. */
export function weightedLoss(prediction: Float32Array, target: Float32Array, weights: Float32Array): number {
  const count = prediction.length / weights.length;
  let sum = 0;
  for (let i = 0; i < prediction.length; i++) {
    const difference = (prediction[i] as number) - (target[i] as number);
    sum += ((weights[Math.floor(i / count)] as number) * difference * difference) / count;
  }
  return sum;
}

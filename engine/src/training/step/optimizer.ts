/** AdamW in the graph, on one flat vector (Loshchilov and Hutter, arXiv 1711.05101), as torch.optim.AdamW. */
import {
  add,
  divide,
  exponential,
  maximum,
  multiply,
  reciprocal,
  reduceSum,
  scale,
  squareRoot,
  subtract,
} from '../../graph/operators/index.ts';
import type { GraphOfValues, Value } from '../../graph/value.ts';

/** What AdamW is tuned with; it stays for a whole run. */
export interface AdamWSettings {
  /** Decay of the first moment from step to step, from 0 to below 1. */
  beta1: number;
  /** Decay of the second moment, likewise. */
  beta2: number;
  /** Added to the second moment's root, so that nothing is divided by 0. */
  epsilon: number;
  /** Share of θ, times the learning rate, that each step takes away. */
  weightDecay: number;
}

/** The values that diffusers' DreamBooth scripts and the course use. */
export const ADAMW: AdamWSettings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 1e-2 };

/** The gradient's norm that diffusers' DreamBooth scripts allow. */
export const MAX_GRADIENT_NORM = 1;

/** The optimizer's memory: parameters, first and second moments, each [n]. */
export interface OptimizerState {
  theta: Value;
  m: Value;
  v: Value;
}

/** Numbers of one step, each [1]. */
export interface StepScalars {
  learningRate: Value;
  /** 1 / (1 − β₁ᵗ) and 1 / (1 − β₂ᵗ). */
  correction1: Value;
  correction2: Value;
}

/** Declares the scalars as inputs, to be fed with `stepScalars`. */
export function declareStepScalars(graph: GraphOfValues): StepScalars {
  return {
    learningRate: graph.input('learningRate', [1]),
    correction1: graph.input('correction1', [1]),
    correction2: graph.input('correction2', [1]),
  };
}

/** The numbers of step `t`, counted from 1. */
export function stepScalars(
  t: number,
  learningRate: number,
  { beta1, beta2 }: Pick<AdamWSettings, 'beta1' | 'beta2'>,
): Record<keyof StepScalars, number> {
  return { learningRate, correction1: 1 / (1 - beta1 ** t), correction2: 1 / (1 - beta2 ** t) };
}

/** The scalars of a step whose count [1], from 1, only the device knows. Declares the learning rate alone. */
export function stepScalarsOnDevice(
  graph: GraphOfValues,
  t: Value,
  { beta1, beta2 }: Pick<AdamWSettings, 'beta1' | 'beta2'>,
): StepScalars {
  const correction = (beta: number) =>
    // A decay of 0 has no logarithm and needs no correction.
    beta === 0
      ? graph.constant([1], [1])
      : reciprocal(subtract(graph.scalar(1), exponential(scale(t, Math.log(beta)))));
  return {
    learningRate: graph.input('learningRate', [1]),
    correction1: correction(beta1),
    correction2: correction(beta2),
  };
}

/** The gradient [n], scaled down where its norm exceeds `maxNorm` (torch.nn.utils.clip_grad_norm_). */
export function clipGradient(gradient: Value, maxNorm: number): Value {
  const norm = squareRoot(reduceSum(multiply(gradient, gradient), [0]));
  const excess = scale(add(norm, gradient.graph.scalar(1e-6)), 1 / maxNorm);
  return divide(gradient, maximum(excess, gradient.graph.constant([1], [1])));
}

/** The state after one step with `gradient` [n]. */
export function adamW(
  state: OptimizerState,
  gradient: Value,
  scalars: StepScalars,
  { beta1, beta2, epsilon, weightDecay }: AdamWSettings,
): OptimizerState {
  const { graph } = gradient;
  const m = add(scale(state.m, beta1), scale(gradient, 1 - beta1));
  const v = add(scale(state.v, beta2), scale(multiply(gradient, gradient), 1 - beta2));
  const root = add(squareRoot(multiply(v, scalars.correction2)), graph.scalar(epsilon));
  const direction = divide(multiply(m, scalars.correction1), root);
  const decayed = add(direction, scale(state.theta, weightDecay));
  return { theta: subtract(state.theta, multiply(scalars.learningRate, decayed)), m, v };
}

/**
 * The graphs of training, whatever is trained: loss, its gradient, and the optimizer's step, on one flat vector θ.
 * A method says where θ enters the nets; the rest is the same for all.
 */
import { differentiate } from '../graph/differentiate.ts';
import type { Graph } from '../graph/graph.ts';
import { concat, multiply, reduceMean, reshape, scale, subtract } from '../graph/operators/index.ts';
import { elementCount, type Value } from '../graph/value.ts';
import { adamW, clipGradient, declareStepScalars } from './optimizer.ts';

/** A forward pass with its losses. */
export interface TrainingPass {
  graph: Graph;
  theta: Value;
  /** The parts that θ is cut into, in its order. */
  parts: readonly Value[];
  prediction: Value;
  difference: Value;
  /** Mean squared error of each sample, [b, 1, 1, 1]. */
  sampleLosses: Value;
}

/** The pass whose U-Net gives `prediction` [b, c, h, w]; declares what it should give, `target`, likewise. */
export function trainingPass(graph: Graph, theta: Value, parts: readonly Value[], prediction: Value): TrainingPass {
  const difference = subtract(prediction, graph.input('target', prediction.shape));
  const sampleLosses = reduceMean(multiply(difference, difference), [1, 2, 3]);
  return { graph, theta, parts, prediction, difference, sampleLosses };
}

/** The gradient of Σ sampleWeight · sampleLoss with respect to θ, flat. Declares `sampleWeights` [b]. */
function lossGradient({ graph, parts, prediction, difference }: TrainingPass): Value {
  const batch = prediction.shape[0] as number;
  const sampleWeights = graph.input('sampleWeights', [batch]);
  const perSample = (2 * batch) / elementCount(prediction.shape);
  const seed = scale(multiply(difference, reshape(sampleWeights, [batch, 1, 1, 1])), perSample);
  // The parts are differentiated, not θ itself: so each gradient is written once, where it belongs,
  // instead of as a sum of vectors that are zero nearly everywhere.
  const gradients = differentiate(new Map([[prediction, seed]]), parts);
  return concat(
    gradients.map((gradient) => reshape(gradient, [elementCount(gradient.shape)])),
    0,
  );
}

function outputLosses({ graph, sampleLosses }: TrainingPass): void {
  graph.output('sampleLosses', reshape(sampleLosses, [sampleLosses.shape[0] as number]));
}

/** The losses alone: output `sampleLosses` [b]. For measuring on fixed noise and timesteps. */
export function lossGraph(pass: TrainingPass): Graph {
  outputLosses(pass);
  return pass.graph;
}

/** Losses and the gradient: outputs `sampleLosses` [b] and `gradient` [n]. */
export function gradientGraph(pass: TrainingPass): Graph {
  outputLosses(pass);
  pass.graph.output('gradient', lossGradient(pass));
  return pass.graph;
}

/**
 * One whole training step: outputs `sampleLosses` [b] and the next `theta`, `m`, `v` [n] from the
 * pass's inputs, `sampleWeights` [b], the step's scalars and the state before.
 * @param clipped whether the gradient is held to ADAMW.maxGradientNorm
 */
export function stepGraph(pass: TrainingPass, clipped: boolean): Graph {
  const { graph, theta } = pass;
  const gradient = lossGradient(pass);
  const state = { theta, m: graph.input('m', theta.shape), v: graph.input('v', theta.shape) };
  const next = adamW(state, clipped ? clipGradient(gradient) : gradient, declareStepScalars(graph));
  outputLosses(pass);
  graph.output('nextTheta', next.theta);
  graph.output('nextM', next.m);
  graph.output('nextV', next.v);
  return graph;
}

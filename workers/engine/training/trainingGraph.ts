/**
 * The graphs of training, whatever is trained: loss, its gradient, and the optimizer's step, on one flat vector θ.
 * A method says where θ enters the nets; the rest is the same for all.
 */
import { differentiate } from '../graph/differentiate.ts';
import type { Graph } from '../graph/graph.ts';
import { concat, divide, multiply, reduceMean, reshape, scale, subtract, where } from '../graph/operators/index.ts';
import { elementCount, type Precision, type Value } from '../graph/value.ts';
import { allFinite, declareLossScaling, type LossScaling, nextLossScaling } from './lossScaling.ts';
import { adamW, clipGradient, declareStepScalars, type OptimizerState, stepScalarsOnDevice } from './optimizer.ts';

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

/**
 * The gradient of Σ sampleWeight · sampleLoss with respect to θ, flat. Declares `sampleWeights` [b].
 * `lossScale` [1] keeps it above what half precision can hold on its way; in float32 there is none.
 */
function lossGradient({ graph, parts, prediction, difference }: TrainingPass, lossScale: Value | null): Value {
  const batch = prediction.shape[0] as number;
  const sampleWeights = graph.input('sampleWeights', [batch]);
  const perSample = (2 * batch) / elementCount(prediction.shape);
  const seed = scale(multiply(difference, reshape(sampleWeights, [batch, 1, 1, 1])), perSample);
  // The parts are differentiated, not θ itself: so each gradient is written once, where it belongs,
  // instead of as a sum of vectors that are zero nearly everywhere.
  const gradients = differentiate(new Map([[prediction, lossScale ? multiply(seed, lossScale) : seed]]), parts);
  const gradient = concat(
    gradients.map((part) => reshape(part, [elementCount(part.shape)])),
    0,
  );
  return lossScale ? divide(gradient, lossScale) : gradient;
}

function outputLosses({ graph, sampleLosses }: TrainingPass): void {
  graph.output('sampleLosses', reshape(sampleLosses, [sampleLosses.shape[0] as number]));
}

/** The losses alone: output `sampleLosses` [b]. For measuring on fixed noise and timesteps. */
export function lossGraph(pass: TrainingPass): Graph {
  outputLosses(pass);
  return pass.graph;
}

/** Losses and the gradient: outputs `sampleLosses` [b] and `gradient` [n]. In half precision it takes a `lossScale` [1]. */
export function gradientGraph(pass: TrainingPass): Graph {
  const { graph } = pass;
  outputLosses(pass);
  const lossScale = graph.precision === 'float16' ? graph.input('lossScale', [1]) : null;
  graph.output('gradient', lossGradient(pass, lossScale));
  return graph;
}

/** What a step graph takes and gives back changed, by the names of its inputs and outputs. */
const STATE: Record<keyof OptimizerState, string> = { theta: 'nextTheta', m: 'nextM', v: 'nextV' };
const SCALING: Record<keyof LossScaling<Value>, string> = {
  lossScale: 'nextLossScale',
  goodSteps: 'nextGoodSteps',
  stepsTaken: 'nextStepsTaken',
};

/** The state of a step graph of this precision: what is put out under the second name is the next step's first. */
export function stepState(precision: Precision): Readonly<Record<string, string>> {
  return precision === 'float16' ? { ...STATE, ...SCALING } : STATE;
}

/**
 * One whole training step: outputs `sampleLosses` [b] and the next `theta`, `m`, `v` [n] from the
 * pass's inputs, `sampleWeights` [b], the step's scalars and the state before. In half precision the state
 * includes that of the loss scaling, and a gradient that is not finite changes nothing else.
 * @param clipped whether the gradient is held to ADAMW.maxGradientNorm
 */
export function stepGraph(pass: TrainingPass, clipped: boolean): Graph {
  const { graph, theta } = pass;
  const scaling = graph.precision === 'float16' ? declareLossScaling(graph) : null;
  const gradient = lossGradient(pass, scaling?.lossScale ?? null);
  const state = { theta, m: graph.input('m', theta.shape), v: graph.input('v', theta.shape) };
  const finite = scaling && allFinite(gradient);
  const scalingAfter = scaling && finite && nextLossScaling(scaling, finite);
  const scalars = scalingAfter ? stepScalarsOnDevice(graph, scalingAfter.stepsTaken) : declareStepScalars(graph);
  const next = adamW(state, clipped ? clipGradient(gradient) : gradient, scalars);
  outputLosses(pass);
  for (const key of ['theta', 'm', 'v'] as const) {
    graph.output(STATE[key], finite ? where(finite, next[key], state[key]) : next[key]);
  }
  for (const [key, value] of Object.entries(scalingAfter ?? {}))
    graph.output(SCALING[key as keyof typeof SCALING], value);
  return graph;
}

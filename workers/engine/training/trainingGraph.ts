/**
 * The graphs of training, whatever is trained: loss, its gradient, and the optimizer's step, on one flat vector θ.
 * A method says where θ enters the nets; the rest is the same for all.
 */
import { differentiate } from '../graph/differentiate.ts';
import { Graph } from '../graph/graph.ts';
import {
  add,
  concat,
  divide,
  multiply,
  reduceMean,
  reshape,
  scale,
  subtract,
  where,
} from '../graph/operators/index.ts';
import { elementCount, type Precision, type Value } from '../graph/value.ts';
import { allFinite, declareLossScaling, type LossScaling, nextLossScaling } from './lossScaling.ts';
import { movedAverage } from './movingAverage.ts';
import {
  type AdamWSettings,
  adamW,
  clipGradient,
  declareStepScalars,
  type OptimizerState,
  stepScalarsOnDevice,
} from './optimizer.ts';

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

/** How a gradient changes θ, and what is kept beside it. */
export interface UpdateRules extends AdamWSettings {
  /** The gradient is scaled down to this norm; 0 leaves it as it is. */
  maxGradientNorm: number;
  /** Whether a moving average of θ goes with it. */
  averaged: boolean;
}

/** What an update takes and gives back changed, by the names of its inputs and outputs. */
const STATE: Record<keyof OptimizerState, string> = { theta: 'nextTheta', m: 'nextM', v: 'nextV' };
const AVERAGE = { average: 'nextAverage' };
const SCALING: Record<keyof LossScaling<Value>, string> = {
  lossScale: 'nextLossScale',
  goodSteps: 'nextGoodSteps',
  stepsTaken: 'nextStepsTaken',
};

/** The state of a training in this precision: what is put out under the second name is the next step's first. */
export function stepState(precision: Precision, { averaged }: UpdateRules): Readonly<Record<string, string>> {
  return { ...STATE, ...(averaged && AVERAGE), ...(precision === 'float16' && SCALING) };
}

/**
 * Declares the rest of the state and the step's scalars, and puts out the state after one update of θ [n].
 * In half precision a gradient that is not finite changes only the state of the loss scaling, and lets the average
 * come nearer to θ.
 * @param gradientOf the gradient [n], of a loss that was multiplied by the scale [1]
 */
function outputUpdate(theta: Value, gradientOf: (lossScale: Value | null) => Value, rules: UpdateRules): void {
  const { graph } = theta;
  const scaling = graph.precision === 'float16' ? declareLossScaling(graph) : null;
  const gradient = gradientOf(scaling?.lossScale ?? null);
  const state = { theta, m: graph.input('m', theta.shape), v: graph.input('v', theta.shape) };
  const finite = scaling && allFinite(gradient);
  const scalingAfter = scaling && finite && nextLossScaling(scaling, finite);
  const scalars = scalingAfter ? stepScalarsOnDevice(graph, scalingAfter.stepsTaken, rules) : declareStepScalars(graph);
  const { maxGradientNorm } = rules;
  const clipped = maxGradientNorm > 0 ? clipGradient(gradient, maxGradientNorm) : gradient;
  const next = adamW(state, clipped, scalars, rules);
  const after = (key: keyof OptimizerState) => (finite ? where(finite, next[key], state[key]) : next[key]);
  const thetaAfter = after('theta');
  graph.output(STATE.theta, thetaAfter);
  graph.output(STATE.m, after('m'));
  graph.output(STATE.v, after('v'));
  if (rules.averaged) {
    const [average, rate] = [graph.input('average', theta.shape), graph.input('averagingRate', [1])];
    graph.output(AVERAGE.average, movedAverage(average, thetaAfter, rate));
  }
  for (const [key, value] of Object.entries(scalingAfter ?? {}))
    graph.output(SCALING[key as keyof typeof SCALING], value);
}

/**
 * One whole training step: outputs `sampleLosses` [b] and the state after it (`stepState`) from the pass's inputs,
 * `sampleWeights` [b], the step's scalars and the state before.
 */
export function stepGraph(pass: TrainingPass, rules: UpdateRules): Graph {
  outputUpdate(pass.theta, (lossScale) => lossGradient(pass, lossScale), rules);
  outputLosses(pass);
  return pass.graph;
}

/**
 * A part of a step whose batch is too large for one pass: outputs `sampleLosses` [b], and `nextGradientSum` [n], which is
 * `gradientSum` [n] with this part's gradient. In half precision it takes a `lossScale` [1].
 */
export function accumulationGraph(pass: TrainingPass): Graph {
  const { graph, theta } = pass;
  const lossScale = graph.precision === 'float16' ? graph.input('lossScale', [1]) : null;
  outputLosses(pass);
  graph.output('nextGradientSum', add(graph.input('gradientSum', theta.shape), lossGradient(pass, lossScale)));
  return graph;
}

/** The end of a step whose parts' gradients were summed: the state after it from `gradientSum` [n] and the state before. */
export function updateGraph(count: number, precision: Precision, rules: UpdateRules): Graph {
  const graph = new Graph(precision);
  const gradientSum = graph.input('gradientSum', [count]);
  outputUpdate(graph.input('theta', [count]), () => gradientSum, rules);
  return graph;
}

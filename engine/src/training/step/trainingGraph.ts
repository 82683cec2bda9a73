/**
 * The graphs of training, whatever is trained: loss, its gradient, and the optimizer's step, on one flat vector θ.
 * A method says where θ enters the nets; the rest is the same for all.
 */
import { differentiate } from '../../graph/differentiate.ts';
import { Graph } from '../../graph/graph.ts';
import {
  add,
  concat,
  divide,
  multiply,
  reduceMean,
  reshape,
  scale,
  slice,
  subtract,
  where,
} from '../../graph/operators/index.ts';
import { chooseCuts } from '../../graph/segments/chooseCuts.ts';
import { segmentedGradient } from '../../graph/segments/segmentedGradient.ts';
import type { Stage } from '../../graph/segments/stages.ts';
import { elementCount, type Precision, type Value } from '../../graph/value.ts';
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
 * Where differentiation begins: the gradient of Σ sampleWeight · sampleLoss with respect to the prediction. Declares
 * `sampleWeights` [b]. `lossScale` [1] keeps what follows from it above what half precision can hold; in float32 there
 * is none.
 */
function predictionGradient({ graph, prediction, difference }: TrainingPass, lossScale: Value | null): Value {
  const batch = prediction.shape[0] as number;
  const sampleWeights = graph.input('sampleWeights', [batch]);
  const perSample = (2 * batch) / elementCount(prediction.shape);
  const seed = scale(multiply(difference, reshape(sampleWeights, [batch, 1, 1, 1])), perSample);
  return lossScale ? multiply(seed, lossScale) : seed;
}

/** Gradients of parts of θ as one vector, of a loss that was multiplied by the scale. */
function joinGradients(gradients: readonly Value[], lossScale: Value | null): Value {
  const gradient = concat(
    gradients.map((part) => reshape(part, [elementCount(part.shape)])),
    0,
  );
  return lossScale ? divide(gradient, lossScale) : gradient;
}

/** The gradient of Σ sampleWeight · sampleLoss with respect to θ, flat; see `predictionGradient`. */
function lossGradient(pass: TrainingPass, lossScale: Value | null): Value {
  const { parts, prediction } = pass;
  // The parts are differentiated, not θ itself: so each gradient is written once, where it belongs,
  // instead of as a sum of vectors that are zero nearly everywhere.
  const seed = predictionGradient(pass, lossScale);
  return joinGradients(differentiate(new Map([[prediction, seed]]), parts), lossScale);
}

/** The scale that keeps gradients within half precision; null where the graph needs none. */
function declareLossScale(graph: Graph): Value | null {
  return graph.precision === 'float16' ? graph.input('lossScale', [1]) : null;
}

/** The losses [b], flat. */
function lossesOf({ sampleLosses }: TrainingPass): Value {
  return reshape(sampleLosses, [sampleLosses.shape[0] as number]);
}

function outputLosses(pass: TrainingPass): void {
  pass.graph.output('sampleLosses', lossesOf(pass));
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
  graph.output('gradient', lossGradient(pass, declareLossScale(graph)));
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

/** Numbers of θ that lie side by side. */
interface Range {
  start: number;
  length: number;
}

/** Where the numbers of one piece of the gradient belong in θ, in the piece's order. */
export type GradientPiece = readonly Range[];

/** The names of the `index`th piece: the sum before, which is fed, and the sum with this batch's gradient. */
export const pieceNames = (index: number) => ({ sum: `gradientSum${index}`, next: `nextGradientSum${index}` });

/** The losses and the gradient of one batch, in graphs that run one after the other. */
export interface GradientStages {
  stages: Stage[];
  pieces: GradientPiece[];
}

/**
 * A batch's graphs, cut into `segments` (fewer where the pass has too few cut points): outputs `sampleLosses` [b] and the
 * pieces of the gradient by their `pieceNames`. In half precision they take a `lossScale` [1].
 * @param summed whether each piece is added to the one of the batches before
 */
export function gradientStages(pass: TrainingPass, segments: number, summed: boolean): GradientStages {
  const { graph, prediction, parts } = pass;
  const lossScale = declareLossScale(graph);
  const { forward, backward } = segmentedGradient(graph, {
    outputs: new Map([['sampleLosses', lossesOf(pass)]]),
    seeds: new Map([[prediction, predictionGradient(pass, lossScale)]]),
    targets: parts,
    cuts: chooseCuts(graph, segments),
  });
  const places = placesInTheta(parts);
  const pieces = backward
    .filter(({ gradients }) => gradients.size > 0)
    .map(({ graph: own, gradients, copyOf }, index) => {
      const gradient = joinGradients([...gradients.values()], lossScale && copyOf(lossScale));
      const { sum, next } = pieceNames(index);
      own.output(next, summed ? add(own.input(sum, gradient.shape), gradient) : gradient);
      return joinRanges([...gradients.keys()].map((part) => places.get(part) as Range));
    });
  return { stages: [...(forward ? [forward] : []), ...backward], pieces };
}

function placesInTheta(parts: readonly Value[]): Map<Value, Range> {
  let start = 0;
  return new Map(
    parts.map((part) => {
      const range = { start, length: elementCount(part.shape) };
      start += range.length;
      return [part, range];
    }),
  );
}

function joinRanges(ranges: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last && last.start + last.length === range.start) last.length += range.length;
    else joined.push({ ...range });
  }
  return joined;
}

/** Numbers in a piece. */
export function pieceLength(piece: GradientPiece): number {
  return piece.reduce((sum, { length }) => sum + length, 0);
}

/**
 * The end of a step whose gradient lies in pieces: the state after it from them, by their names as sums, and the state
 * before. `pieces` make up the `count` numbers of θ.
 */
export function updateGraph(
  count: number,
  precision: Precision,
  rules: UpdateRules,
  pieces: readonly GradientPiece[] = [[{ start: 0, length: count }]],
): Graph {
  const graph = new Graph(precision);
  const ranges = pieces.flatMap((piece, index) => {
    const gradient = graph.input(pieceNames(index).sum, [pieceLength(piece)]);
    let end = 0;
    return piece.map(({ start, length }) => {
      end += length;
      return { start, numbers: slice(gradient, 0, end - length, end) };
    });
  });
  ranges.sort((a, b) => a.start - b.start);
  const gradient = concat(
    ranges.map(({ numbers }) => numbers),
    0,
  );
  outputUpdate(graph.input('theta', [count]), () => gradient, rules);
  return graph;
}

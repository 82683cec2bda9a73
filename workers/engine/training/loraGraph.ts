/** The graphs of LoRA training: loss, its gradient, and the optimizer's step, all on one flat vector. */
import { type LoraModule, loraSize } from '../adapters/loraLayout.ts';
import { differentiate } from '../graph/differentiate.ts';
import { Graph } from '../graph/graph.ts';
import { concat, multiply, reduceMean, reshape, scale, subtract } from '../graph/operators/index.ts';
import { elementCount, type Value } from '../graph/value.ts';
import { declareTheta, loraFactors } from '../model/loraInputs.ts';
import { declareUNetInputs, type UNetSizes } from '../model/unetInputs.ts';
import type { UNetConfig } from '../nets/configs.ts';
import { NetBuilder } from '../nets/layers.ts';
import { unet } from '../nets/unet.ts';
import { adamW, clipGradient, declareStepScalars } from './optimizer.ts';

/** What a training graph is built for. */
export interface LoraGraphOptions {
  config: UNetConfig;
  sizes: UNetSizes;
  modules: readonly LoraModule[];
  rank: number;
  loraAlpha: number;
}

interface ForwardPass {
  graph: Graph;
  theta: Value;
  factors: Value[];
  prediction: Value;
  difference: Value;
  /** Mean squared error of each sample, [b, 1, 1, 1]. */
  sampleLosses: Value;
}

/** Inputs: the U-Net's own, `target` [b, c, h, w] and `theta`; the squared error of each sample. */
function forwardPass({ config, sizes, modules, rank, loraAlpha }: LoraGraphOptions): ForwardPass {
  const graph = new Graph();
  const inputs = declareUNetInputs(graph, config, sizes);
  const theta = declareTheta(graph, modules, rank);
  const lora = loraFactors(theta, modules, rank, loraAlpha / rank);
  const prediction = unet(new NetBuilder(graph, lora), config, inputs);
  const difference = subtract(prediction, graph.input('target', prediction.shape));
  const sampleLosses = reduceMean(multiply(difference, difference), [1, 2, 3]);
  const factors = modules.flatMap(({ name }) => {
    const { a, b } = lora.get(name) as { a: Value; b: Value };
    return [a, b];
  });
  return { graph, theta, factors, prediction, difference, sampleLosses };
}

/** The gradient of Σ sampleWeight · sampleLoss with respect to θ, flat. `sampleWeights` is [b]. */
function lossGradient({ factors, prediction, difference }: ForwardPass, sampleWeights: Value): Value {
  const batch = prediction.shape[0] as number;
  const perSample = (2 * batch) / elementCount(prediction.shape);
  const seed = scale(multiply(difference, reshape(sampleWeights, [batch, 1, 1, 1])), perSample);
  // The factors are differentiated, not θ itself: so each gradient is written once, where it belongs,
  // instead of as a sum of vectors that are zero nearly everywhere.
  const gradients = differentiate(new Map([[prediction, seed]]), factors);
  return concat(
    gradients.map((gradient) => reshape(gradient, [elementCount(gradient.shape)])),
    0,
  );
}

function outputLosses({ graph, sampleLosses }: ForwardPass): void {
  graph.output('sampleLosses', reshape(sampleLosses, [sampleLosses.shape[0] as number]));
}

/** The losses alone: output `sampleLosses` [b]. For measuring on fixed noise and timesteps. */
export function loraLossGraph(options: LoraGraphOptions): Graph {
  const pass = forwardPass(options);
  outputLosses(pass);
  return pass.graph;
}

/** Losses and the gradient: outputs `sampleLosses` [b] and `gradient` [n]. */
export function loraGradientGraph(options: LoraGraphOptions): Graph {
  const pass = forwardPass(options);
  outputLosses(pass);
  pass.graph.output('gradient', lossGradient(pass, pass.graph.input('sampleWeights', [options.sizes.batch])));
  return pass.graph;
}

/**
 * One whole training step: outputs `sampleLosses` [b] and the next `theta`, `m`, `v` [n] from the
 * U-Net's inputs, `target`, `sampleWeights` [b], the step's scalars and the state before.
 */
export function loraStepGraph(options: LoraGraphOptions): Graph {
  const pass = forwardPass(options);
  const { graph } = pass;
  const gradient = clipGradient(lossGradient(pass, graph.input('sampleWeights', [options.sizes.batch])));
  const shape = [loraSize(options.modules, options.rank)];
  const state = { theta: pass.theta, m: graph.input('m', shape), v: graph.input('v', shape) };
  const next = adamW(state, gradient, declareStepScalars(graph));
  outputLosses(pass);
  graph.output('nextTheta', next.theta);
  graph.output('nextM', next.m);
  graph.output('nextV', next.v);
  return graph;
}

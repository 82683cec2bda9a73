/** The graphs of LoRA training: θ holds the factors of the U-Net's adapted layers. */
import type { LoraModule } from '../adapters/loraLayout.ts';
import { Graph } from '../graph/graph.ts';
import type { Precision, Value } from '../graph/value.ts';
import { declareTheta, loraFactors } from '../model/loraInputs.ts';
import { declareUNetInputs, type UNetSizes } from '../model/unetInputs.ts';
import type { UNetConfig } from '../nets/configs.ts';
import { NetBuilder } from '../nets/layers.ts';
import { unet } from '../nets/unet.ts';
import { gradientGraph, lossGraph, stepGraph, type TrainingPass, trainingPass } from './trainingGraph.ts';

/** What a training graph is built for. */
export interface LoraGraphOptions {
  config: UNetConfig;
  sizes: UNetSizes;
  modules: readonly LoraModule[];
  rank: number;
  loraAlpha: number;
  /** What the U-Net computes in; θ, losses and optimizer are float32. */
  precision?: Precision;
}

/** Inputs: the U-Net's own, `target` [b, c, h, w] and `theta`. */
function loraPass({ config, sizes, modules, rank, loraAlpha, precision }: LoraGraphOptions): TrainingPass {
  const graph = new Graph(precision);
  const inputs = declareUNetInputs(graph, config, sizes);
  const theta = declareTheta(graph, modules, rank);
  const lora = loraFactors(theta, modules, rank, loraAlpha / rank);
  const prediction = unet(new NetBuilder(graph, lora), config, inputs);
  const factors = modules.flatMap(({ name }) => {
    const { a, b } = lora.get(name) as { a: Value; b: Value };
    return [a, b];
  });
  return trainingPass(graph, theta, factors, prediction);
}

/** The losses alone, see `lossGraph`. */
export function loraLossGraph(options: LoraGraphOptions): Graph {
  return lossGraph(loraPass(options));
}

/** Losses and the gradient, see `gradientGraph`. */
export function loraGradientGraph(options: LoraGraphOptions): Graph {
  return gradientGraph(loraPass(options));
}

/** One whole training step, its gradient clipped as diffusers' DreamBooth scripts do; see `stepGraph`. */
export function loraStepGraph(options: LoraGraphOptions): Graph {
  return stepGraph(loraPass(options), true);
}

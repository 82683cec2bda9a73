/** The graphs of LoRA training: θ holds the factors of the adapted layers of the U-Net and of the text encoder. */
import { inTextEncoder, nameInTextEncoder } from '../../adapters/adaptedNets.ts';
import type { LoraModule } from '../../adapters/loraLayout.ts';
import { GraphError } from '../../graph/errors.ts';
import { Graph } from '../../graph/graph.ts';
import type { Precision } from '../../graph/value.ts';
import type { TextEncoderConfig, UNetConfig } from '../../nets/configs.ts';
import { type LoraFactors, NetBuilder } from '../../nets/layers.ts';
import { textEncoder } from '../../nets/textEncoder.ts';
import { unet } from '../../nets/unet.ts';
import { declareTheta, loraFactors } from '../../pipeline/loraInputs.ts';
import { declarePrompts } from '../../pipeline/promptInputs.ts';
import { declareUNetInputs, type UNetSizes } from '../../pipeline/unetInputs.ts';
import { gradientGraph, lossGraph, type TrainingPass, trainingPass } from '../step/trainingGraph.ts';

/** What a training graph is built for. */
export interface LoraGraphOptions {
  config: UNetConfig;
  /** Needed where layers of the text encoder are adapted. */
  textEncoder?: { config: TextEncoderConfig; prefix: string };
  sizes: UNetSizes;
  /** The U-Net's layers before the text encoder's. */
  modules: readonly LoraModule[];
  rank: number;
  loraAlpha: number;
  /** What the nets compute in; θ, losses and optimizer are float32. */
  precision?: Precision;
  /** See `Graph`. */
  scoreBytes?: number;
}

/**
 * Inputs: the U-Net's own, `target` [b, c, h, w] and `theta`. Where the text encoder is adapted, `ids` [b, length] take
 * the place of `encoderHiddenStates`, and the loss reaches its layers through the U-Net's cross-attention.
 * Throws GraphError where it is adapted and not given.
 */
export function loraPass({
  config,
  textEncoder: text,
  sizes,
  modules,
  rank,
  loraAlpha,
  precision,
  scoreBytes,
}: LoraGraphOptions): TrainingPass {
  const graph = new Graph(precision, scoreBytes);
  const inputs = declareUNetInputs(graph, config, sizes);
  const theta = declareTheta(graph, modules, rank);
  const lora = loraFactors(theta, modules, rank, loraAlpha / rank);
  const factorsOf = (module: LoraModule) => lora.get(module.name) as LoraFactors;
  const textModules = modules.filter(inTextEncoder);
  if (textModules.length > 0) {
    if (!text) throw new GraphError('layers of the text encoder are adapted, and there is none');
    const { ids } = declarePrompts(graph, { batch: sizes.batch, length: sizes.textLength, rows: 0 }, null);
    const textFactors = new Map(
      textModules.map((module) => [nameInTextEncoder(module, text.prefix), factorsOf(module)] as const),
    );
    inputs.encoderHiddenStates = textEncoder(new NetBuilder(graph, textFactors), text.config, ids, text.prefix);
    graph.markCutPoint();
  }
  const prediction = unet(new NetBuilder(graph, lora), config, inputs);
  const factors = modules.flatMap((module) => {
    const { a, b } = factorsOf(module);
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

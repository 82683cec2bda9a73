/**
 * The graphs of textual inversion (Gal et al., arXiv 2208.01618): θ holds the embedding rows of a placeholder token,
 * and the loss of the U-Net reaches them through its cross-attention and the whole text encoder.
 */
import { Graph } from '../../graph/graph.ts';
import { reshape } from '../../graph/operators/index.ts';
import type { Precision } from '../../graph/value.ts';
import type { TextEncoderConfig, UNetConfig } from '../../nets/configs.ts';
import { NetBuilder } from '../../nets/layers.ts';
import { textEncoder } from '../../nets/textEncoder.ts';
import { unet } from '../../nets/unet.ts';
import { declarePrompts } from '../../pipeline/promptInputs.ts';
import { declareUNetInputs, type UNetSizes } from '../../pipeline/unetInputs.ts';
import { gradientGraph, lossGraph, type TrainingPass, trainingPass } from '../step/trainingGraph.ts';

/** What a training graph is built for. */
export interface InversionGraphOptions {
  textEncoder: { config: TextEncoderConfig; prefix: string };
  unet: UNetConfig;
  sizes: UNetSizes;
  /** Rows of the placeholder token. */
  vectors: number;
  /** What the nets compute in; θ, losses and optimizer are float32. */
  precision?: Precision;
}

/**
 * Inputs: `ids` [b, length] and `selection` [b · length, vectors], which says where the rows stand; `sample` and
 * `timesteps`; `target` [b, c, h, w] and `theta` [vectors · hidden_size].
 */
export function inversionPass(options: InversionGraphOptions): TrainingPass {
  const { textEncoder: text, unet: config, sizes, vectors } = options;
  const graph = new Graph(options.precision);
  const theta = graph.input('theta', [vectors * text.config.hidden_size]);
  const rows = reshape(theta, [vectors, text.config.hidden_size]);
  const prompts = declarePrompts(graph, { batch: sizes.batch, length: sizes.textLength, rows: vectors }, rows);
  const encoderHiddenStates = textEncoder(new NetBuilder(graph), text.config, prompts.ids, text.prefix, prompts.placed);
  graph.markCutPoint();
  const inputs = declareUNetInputs(graph, config, sizes);
  const prediction = unet(new NetBuilder(graph), config, { ...inputs, encoderHiddenStates });
  return trainingPass(graph, theta, [rows], prediction);
}

/** The losses alone, see `lossGraph`. */
export function inversionLossGraph(options: InversionGraphOptions): Graph {
  return lossGraph(inversionPass(options));
}

/** Losses and the gradient, see `gradientGraph`. */
export function inversionGradientGraph(options: InversionGraphOptions): Graph {
  return gradientGraph(inversionPass(options));
}

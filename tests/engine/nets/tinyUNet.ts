/** A U-Net of Stable Diffusion's form, small enough for finite differences, with random weights made here. */

import { bytesSource } from '@weft/engine';
import {
  attentionModules,
  declareUNetInputs,
  Graph,
  NetBuilder,
  NetWeights,
  openSafetensors,
  UNetConfig,
  unet,
  type WeightTensor,
  writeSafetensors,
} from '@weft/engine/internal';
import { spread } from '../graph/evaluate.ts';

export const config: UNetConfig = UNetConfig.parse({
  sample_size: 8,
  in_channels: 4,
  out_channels: 4,
  block_out_channels: [16, 24],
  down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
  layers_per_block: 1,
  cross_attention_dim: 12,
  attention_head_dim: 2,
  norm_num_groups: 4,
});

export const sizes = { batch: 2, height: 8, width: 8, textLength: 5 };
export const modules = attentionModules(config);

/** Its weights. */
export function randomWeights(): Promise<NetWeights> {
  const graph = new Graph();
  unet(new NetBuilder(graph), config, declareUNetInputs(graph, config, sizes));
  return weightsOf(graph);
}

/** Weights of the size that training would start from for all that a graph uses: uniform, scaled by the fan-in. */
export async function weightsOf(graph: Graph): Promise<NetWeights> {
  const tensors: WeightTensor[] = [];
  for (const [index, { name, shape }] of [...graph.weights.values()].entries()) {
    const fanIn = shape.slice(1).reduce((product, dimension) => product * dimension, 1);
    // Queries and keys are larger, so that attention is not flat and its gradient is well above rounding.
    const bound = (/(to_[qk]|[qk]_proj)\.weight$/.test(name) ? 4 : 1) / Math.sqrt(fanIn);
    const isNorm = /norm\d?\.weight$|conv_norm_out\.weight$/.test(name);
    const { data } = isNorm ? spread(shape, index, 0.5, 1.5) : spread(shape, index, -bound, bound);
    tensors.push({ name, dtype: 'F32', shape: [...shape], bytes: new Uint8Array(data.buffer) });
  }
  const stored = await openSafetensors(bytesSource(writeSafetensors(tensors)));
  return NetWeights.open(stored.tensors, 'random weights');
}

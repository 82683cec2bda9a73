/** The noise predictor, as diffusers' UNet2DConditionModel (Rombach et al., arXiv 2112.10752). */
import { cast, concat, silu, upsampleNearest } from '../graph/operators/index.ts';
import type { Shape, Value } from '../graph/value.ts';
import { headsPerLevel, type UNetConfig } from './configs.ts';
import type { NetBuilder } from './layers.ts';
import { resnetBlock } from './resnet.ts';
import { timeEmbedding } from './timeEmbedding.ts';
import { transformer } from './transformer.ts';

/** What the U-Net is given; all of it float32. */
export interface UNetInputs {
  /** Noisy latents [b, in_channels, h, w]; h and w are multiples of unetStride. */
  sample: Value;
  /** Timesteps [b, 1] as float32. */
  timesteps: Value;
  /** Text states [b, length, cross_attention_dim]. */
  encoderHiddenStates: Value;
}

/** The prediction [b, out_channels, h, w], float32: noise or velocity, as the checkpoint was trained. */
export function unet(net: NetBuilder, config: UNetConfig, inputs: UNetInputs): Value {
  return unetWithDeep(net, config, inputs).prediction;
}

/** What the U-Net gives where another step is to take its deep layers over. */
export interface UNetOutputs {
  prediction: Value;
  /** What goes into the last block on the way up, `deepShape`, in the graph's precision. */
  deep: Value;
}

/** The shape of `UNetOutputs.deep`, for inputs of this shape [b, in_channels, h, w]. */
export function deepShape({ block_out_channels: levels }: UNetConfig, [batch, , height, width]: Shape): number[] {
  return [batch, levels[Math.min(1, levels.length - 1)], height, width] as number[];
}

/**
 * The U-Net, with what its deep layers give: these change little from one step to the next (DeepCache: Ma et al., arXiv
 * 2312.00858).
 * @param cached `deep` of an earlier step: then only the first block on the way down and the last on the way up are
 *   computed
 */
export function unetWithDeep(
  net: NetBuilder,
  config: UNetConfig,
  inputs: UNetInputs,
  cached: Value | null = null,
): UNetOutputs {
  const { block_out_channels: levels, layers_per_block: layers, norm_num_groups: groups } = config;
  const heads = headsPerLevel(config);
  const norm = { groups, epsilon: config.norm_eps };
  const time = timeEmbedding(net, inputs.timesteps, config);
  const encoderHiddenStates = net.enter(inputs.encoderHiddenStates);
  const attend = (x: Value, name: string, level: number) =>
    transformer(net, x, encoderHiddenStates, name, {
      heads: heads[level] as number,
      groups,
      linearProjection: config.use_linear_projection,
    });

  const deepest = levels.length - 1;
  let hidden = net.convolution(net.enter(inputs.sample), 'conv_in', levels[0] as number, 3);
  const skips = [hidden];
  levels.forEach((channels, level) => {
    if (cached && level > 0) return;
    const block = `down_blocks.${level}`;
    for (let layer = 0; layer < layers; layer++) {
      net.graph.markCutPoint();
      hidden = resnetBlock(net, hidden, time, `${block}.resnets.${layer}`, channels, norm);
      if (config.down_block_types[level] === 'CrossAttnDownBlock2D') {
        hidden = attend(hidden, `${block}.attentions.${layer}`, level);
      }
      skips.push(hidden);
    }
    if (level < deepest && !cached) {
      hidden = net.convolution(hidden, `${block}.downsamplers.0.conv`, channels, 3, { stride: 2 });
      skips.push(hidden);
    }
  });

  if (!cached) {
    net.graph.markCutPoint();
    const middle = levels[deepest] as number;
    hidden = resnetBlock(net, hidden, time, 'mid_block.resnets.0', middle, norm);
    hidden = attend(hidden, 'mid_block.attentions.0', deepest);
    hidden = resnetBlock(net, hidden, time, 'mid_block.resnets.1', middle, norm);
  }

  let deep = hidden;
  levels.toReversed().forEach((channels, i) => {
    if (cached && i < deepest) return;
    if (i === deepest) {
      hidden = cached ? net.enter(cached) : hidden;
      deep = hidden;
    }
    const block = `up_blocks.${i}`;
    for (let layer = 0; layer <= layers; layer++) {
      net.graph.markCutPoint();
      hidden = concat([hidden, skips.pop() as Value], 1);
      hidden = resnetBlock(net, hidden, time, `${block}.resnets.${layer}`, channels, norm);
      if (config.up_block_types[i] === 'CrossAttnUpBlock2D') {
        hidden = attend(hidden, `${block}.attentions.${layer}`, deepest - i);
      }
    }
    if (i < deepest) {
      hidden = net.convolution(upsampleNearest(hidden), `${block}.upsamplers.0.conv`, channels, 3);
    }
  });

  hidden = silu(net.groupNorm(hidden, 'conv_norm_out', groups, config.norm_eps));
  const prediction = net.convolution(hidden, 'conv_out', config.out_channels, 3);
  return { prediction: cast(prediction, 'float32'), deep };
}

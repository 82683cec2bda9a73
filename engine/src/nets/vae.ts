/** The VAE, between pixels and latents, as diffusers' AutoencoderKL. */
import { add, cast, reshape, silu, transpose, upsampleNearest } from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';
import { attention } from './attention.ts';
import type { VaeConfig } from './configs.ts';
import type { NetBuilder } from './layers.ts';
import { resnetBlock } from './resnet.ts';

/** diffusers' own value; the config doesn't name it. */
const EPSILON = 1e-6;

/**
 * Pixels [b, 3, h, w] in −1…1 → moments [b, 2·latent_channels, h/8, w/8]: the mean, then the logarithm
 * of the variance of the latents, before scaling_factor.
 */
export function encoder(net: NetBuilder, config: VaeConfig, pixels: Value): Value {
  const { block_out_channels: levels, layers_per_block: layers, latent_channels: latents } = config;
  const norm = { groups: config.norm_num_groups, epsilon: EPSILON };
  let hidden = net.convolution(net.enter(pixels), 'encoder.conv_in', levels[0] as number, 3);
  levels.forEach((channels, level) => {
    const block = `encoder.down_blocks.${level}`;
    for (let layer = 0; layer < layers; layer++) {
      hidden = resnetBlock(net, hidden, null, `${block}.resnets.${layer}`, channels, norm);
    }
    if (level < levels.length - 1) {
      // diffusers pads this convolution at the right and the bottom only.
      hidden = net.convolution(hidden, `${block}.downsamplers.0.conv`, channels, 3, {
        stride: 2,
        padding: [0, 0, 1, 1],
      });
    }
  });
  hidden = middle(net, hidden, 'encoder', config.norm_num_groups);
  hidden = silu(net.groupNorm(hidden, 'encoder.conv_norm_out', config.norm_num_groups, EPSILON));
  const moments = net.convolution(hidden, 'encoder.conv_out', latents * 2, 3);
  return cast(net.convolution(moments, 'quant_conv', latents * 2, 1), 'float32');
}

/** Latents [b, latent_channels, h, w], divided by scaling_factor, → pixels [b, 3, 8h, 8w], mostly in −1…1. */
export function decoder(net: NetBuilder, config: VaeConfig, latents: Value): Value {
  const { block_out_channels: levels, layers_per_block: layers } = config;
  const norm = { groups: config.norm_num_groups, epsilon: EPSILON };
  const unquantized = net.convolution(net.enter(latents), 'post_quant_conv', config.latent_channels, 1);
  let hidden = net.convolution(unquantized, 'decoder.conv_in', levels.at(-1) as number, 3);
  hidden = middle(net, hidden, 'decoder', config.norm_num_groups);
  levels.toReversed().forEach((channels, i) => {
    const block = `decoder.up_blocks.${i}`;
    for (let layer = 0; layer <= layers; layer++) {
      hidden = resnetBlock(net, hidden, null, `${block}.resnets.${layer}`, channels, norm);
    }
    if (i < levels.length - 1) {
      hidden = net.convolution(upsampleNearest(hidden), `${block}.upsamplers.0.conv`, channels, 3);
    }
  });
  hidden = silu(net.groupNorm(hidden, 'decoder.conv_norm_out', config.norm_num_groups, EPSILON));
  return cast(net.convolution(hidden, 'decoder.conv_out', config.out_channels, 3), 'float32');
}

/** Residual block, attention with one head over all positions, residual block. */
function middle(net: NetBuilder, x: Value, part: 'encoder' | 'decoder', groups: number): Value {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const name = `${part}.mid_block`;
  const norm = { groups, epsilon: EPSILON };
  const hidden = resnetBlock(net, x, null, `${name}.resnets.0`, channels, norm);

  const pixels = height * width;
  const rows = reshape(
    transpose(
      reshape(net.groupNorm(hidden, `${name}.attentions.0.group_norm`, groups, EPSILON), [batch, channels, pixels]),
      [0, 2, 1],
    ),
    [batch * pixels, channels],
  );
  const project = (from: Value, layer: string) => net.linear(from, `${name}.attentions.0.${layer}`, channels);
  const sizes = { batch, heads: 1, queryLength: pixels, keyLength: pixels };
  const mixed = project(
    attention(project(rows, 'to_q'), project(rows, 'to_k'), project(rows, 'to_v'), sizes),
    'to_out.0',
  );
  const attended = add(hidden, reshape(transpose(reshape(mixed, [batch, pixels, channels]), [0, 2, 1]), x.shape));
  return resnetBlock(net, attended, null, `${name}.resnets.1`, channels, norm);
}

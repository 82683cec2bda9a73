/** The residual block that U-Net and VAE share, as diffusers' ResnetBlock2D. */
import { add, reshape, silu } from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';
import type { NetBuilder } from './layers.ts';

/** Settings of the normalisations in a residual block. */
export interface ResnetNorm {
  groups: number;
  epsilon: number;
}

/**
 * x [b, c, h, w] → [b, outChannels, h, w]. `timeEmbedding` [b, e] is added between the two convolutions;
 * the VAE has none.
 */
export function resnetBlock(
  net: NetBuilder,
  x: Value,
  timeEmbedding: Value | null,
  name: string,
  outChannels: number,
  { groups, epsilon }: ResnetNorm,
): Value {
  let hidden = net.convolution(
    silu(net.groupNorm(x, `${name}.norm1`, groups, epsilon)),
    `${name}.conv1`,
    outChannels,
    3,
  );
  if (timeEmbedding) {
    const shift = net.linear(silu(timeEmbedding), `${name}.time_emb_proj`, outChannels);
    hidden = add(hidden, reshape(shift, [x.shape[0] as number, outChannels, 1, 1]));
  }
  hidden = net.convolution(
    silu(net.groupNorm(hidden, `${name}.norm2`, groups, epsilon)),
    `${name}.conv2`,
    outChannels,
    3,
  );
  const shortcut = x.shape[1] === outChannels ? x : net.convolution(x, `${name}.conv_shortcut`, outChannels, 1);
  return add(shortcut, hidden);
}

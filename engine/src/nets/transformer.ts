/** The transformer block between the U-Net's convolutions, as diffusers' Transformer2DModel with one layer. */
import { add, gelu, multiply, reshape, slice, transpose } from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';
import { attention } from './attention.ts';
import type { NetBuilder } from './layers.ts';

/** The epsilons are diffusers' own; its configs don't name them. */
const GROUP_NORM_EPSILON = 1e-6;
const LAYER_NORM_EPSILON = 1e-5;

/** What a transformer block depends on beside its input. */
export interface TransformerOptions {
  heads: number;
  groups: number;
  /** Projections in and out as linear layers (Stable Diffusion 2) or 1×1 convolutions (1.x). */
  linearProjection: boolean;
}

/** x [b, c, h, w] attends to itself and to the encoder hidden states [b, l, d]; the shape stays. */
export function transformer(
  net: NetBuilder,
  x: Value,
  encoderHiddenStates: Value,
  name: string,
  options: TransformerOptions,
): Value {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const pixels = height * width;
  const toRows = (image: Value) =>
    reshape(transpose(reshape(image, [batch, channels, pixels]), [0, 2, 1]), [batch * pixels, channels]);
  const toImage = (rows: Value) => reshape(transpose(reshape(rows, [batch, pixels, channels]), [0, 2, 1]), x.shape);

  const normed = net.groupNorm(x, `${name}.norm`, options.groups, GROUP_NORM_EPSILON);
  const rows = options.linearProjection
    ? net.linear(toRows(normed), `${name}.proj_in`, channels)
    : toRows(net.convolution(normed, `${name}.proj_in`, channels, 1));
  const mixed = transformerBlock(net, rows, encoderHiddenStates, `${name}.transformer_blocks.0`, batch, options.heads);
  const out = options.linearProjection
    ? toImage(net.linear(mixed, `${name}.proj_out`, channels))
    : net.convolution(toImage(mixed), `${name}.proj_out`, channels, 1);
  return add(x, out);
}

/** Self-attention, cross-attention and a gated feed-forward layer on rows [b·n, c]. */
function transformerBlock(
  net: NetBuilder,
  rows: Value,
  encoderHiddenStates: Value,
  name: string,
  batch: number,
  heads: number,
): Value {
  const length = (rows.shape[0] as number) / batch;
  const [, textLength, textWidth] = encoderHiddenStates.shape as [number, number, number];
  const text = reshape(encoderHiddenStates, [batch * textLength, textWidth]);

  const own = net.layerNorm(rows, `${name}.norm1`, LAYER_NORM_EPSILON);
  let hidden = add(
    rows,
    attend(net, own, own, `${name}.attn1`, { batch, heads, queryLength: length, keyLength: length }),
  );
  const query = net.layerNorm(hidden, `${name}.norm2`, LAYER_NORM_EPSILON);
  const cross = { batch, heads, queryLength: length, keyLength: textLength };
  hidden = add(hidden, attend(net, query, text, `${name}.attn2`, cross));
  return add(hidden, feedForward(net, net.layerNorm(hidden, `${name}.norm3`, LAYER_NORM_EPSILON), `${name}.ff`));
}

function attend(net: NetBuilder, from: Value, to: Value, name: string, sizes: Parameters<typeof attention>[3]): Value {
  const channels = from.shape[1] as number;
  const q = net.linear(from, `${name}.to_q`, channels, false);
  const k = net.linear(to, `${name}.to_k`, channels, false);
  const v = net.linear(to, `${name}.to_v`, channels, false);
  return net.linear(attention(q, k, v, sizes), `${name}.to_out.0`, channels);
}

/** GEGLU (Shazeer, arXiv 2002.05202): one half of a wide layer gates the other. */
function feedForward(net: NetBuilder, x: Value, name: string): Value {
  const channels = x.shape[1] as number;
  const wide = net.linear(x, `${name}.net.0.proj`, channels * 8);
  const values = slice(wide, 1, 0, channels * 4);
  const gates = slice(wide, 1, channels * 4, channels * 8);
  return net.linear(multiply(values, gelu(gates)), `${name}.net.2`, channels);
}

/** CLIP's text encoder (Radford et al., arXiv 2103.00020), as transformers' CLIPTextModel. */
import type { Graph } from '../graph/graph.ts';
import {
  add,
  cast,
  gatherRows,
  gelu,
  gemm,
  multiply,
  quickGelu,
  reduceSum,
  reshape,
  slice,
  subtract,
} from '../graph/operators/index.ts';
import { precisionOf, type Value } from '../graph/value.ts';
import { attention } from './attention.ts';
import type { TextEncoderConfig } from './configs.ts';
import type { NetBuilder } from './layers.ts';

/** Stands for −∞ in the causal mask: its exponential is 0 in every precision used. */
const MASKED = -1e4;

/** Rows, float32, that stand at positions of the prompt instead of token embeddings, as learnt words do. */
export interface PlacedRows {
  /** [n, hidden_size]. */
  rows: Value;
  /** [batch · length, n]: 1 where the row stands at the position, 0 elsewhere; at most one row to a position. */
  selection: Value;
}

/**
 * The last hidden state, normalised: [batch, length, hidden_size], float32, from token ids [batch, length] (int64).
 * `prefix` is what the checkpoint puts before its tensor names, `text_model.` in Stable Diffusion's files.
 * Where a row is placed the id stands for nothing, but must be one of the vocabulary's.
 */
export function textEncoder(
  net: NetBuilder,
  config: TextEncoderConfig,
  ids: Value,
  prefix = 'text_model.',
  placed: PlacedRows | null = null,
): Value {
  const [batch, length] = ids.shape as [number, number];
  const { hidden_size: width, num_attention_heads: heads, layer_norm_eps: epsilon } = config;
  const activation = config.hidden_act === 'gelu' ? gelu : quickGelu;

  // The ids themselves are not reshaped: WebGPU has no kernel that reshapes whole numbers.
  const looked = reshape(tokenEmbeddings(net, config, ids, prefix), [batch * length, width]);
  const tokens = placed ? placeRows(looked, net.enter(placed.rows), net.enter(placed.selection)) : looked;
  const positions = net.weight(`${prefix}embeddings.position_embedding.weight`, [
    config.max_position_embeddings,
    width,
  ]);
  const used = length === config.max_position_embeddings ? positions : slice(positions, 0, 0, length);
  let hidden = reshape(add(reshape(tokens, [batch, length, width]), used), [batch * length, width]);

  const mask = causalMask(net.graph, length);
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const name = `${prefix}encoder.layers.${layer}`;
    const normed = net.layerNorm(hidden, `${name}.layer_norm1`, epsilon);
    const project = (part: string) => net.linear(normed, `${name}.self_attn.${part}_proj`, width);
    const sizes = { batch, heads, queryLength: length, keyLength: length };
    const mixed = attention(project('q'), project('k'), project('v'), sizes, mask);
    hidden = add(hidden, net.linear(mixed, `${name}.self_attn.out_proj`, width));
    const wide = net.linear(
      net.layerNorm(hidden, `${name}.layer_norm2`, epsilon),
      `${name}.mlp.fc1`,
      config.intermediate_size,
    );
    hidden = add(hidden, net.linear(activation(wide), `${name}.mlp.fc2`, width));
  }
  const normed = net.layerNorm(hidden, `${prefix}final_layer_norm`, epsilon);
  return reshape(cast(normed, 'float32'), [batch, length, width]);
}

/** The vocabulary's rows, [...ids, hidden_size], of ids (int64) of any shape. */
export function tokenEmbeddings(net: NetBuilder, config: TextEncoderConfig, ids: Value, prefix: string): Value {
  const table = [config.vocab_size, config.hidden_size];
  return gatherRows(net.weight(`${prefix}embeddings.token_embedding.weight`, table), ids);
}

/** The rows at their positions, the looked-up embeddings [batch · length, width] at all others, to the last bit. */
function placeRows(looked: Value, rows: Value, selection: Value): Value {
  // A product instead of a scatter: its gradient is one too, and no device lacks it.
  const others = subtract(looked.graph.scalar(1, precisionOf(looked)), reduceSum(selection, [1]));
  return add(multiply(looked, others), gemm(selection, rows));
}

/** [length, length]: 0 where a position may look (itself and before), MASKED after it. */
function causalMask(graph: Graph, length: number): Value {
  const data = Float32Array.from({ length: length * length }, (_, i) =>
    i % length > Math.floor(i / length) ? MASKED : 0,
  );
  return graph.constant(data, [length, length], graph.precision);
}

/** What the U-Net is told of the timestep. */
import { concat, cosine, multiply, silu, sine } from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';
import type { UNetConfig } from './configs.ts';
import type { NetBuilder } from './layers.ts';

/** Sinusoids of the timesteps [b, 1] (Vaswani et al., arXiv 1706.03762): [b, width]. */
function sinusoids(timesteps: Value, width: number, config: UNetConfig): Value {
  const half = width / 2;
  const frequencies = Float32Array.from({ length: half }, (_, i) =>
    Math.exp((-Math.log(10000) * i) / (half - config.freq_shift)),
  );
  const angles = multiply(timesteps, timesteps.graph.constant(frequencies, [1, half]));
  return concat(config.flip_sin_to_cos ? [cosine(angles), sine(angles)] : [sine(angles), cosine(angles)], 1);
}

/** The embedding [b, 4·c] of timesteps [b, 1], as diffusers' Timesteps and TimestepEmbedding. */
export function timeEmbedding(net: NetBuilder, timesteps: Value, config: UNetConfig): Value {
  const width = config.block_out_channels[0] as number;
  const hidden = silu(net.linear(net.enter(sinusoids(timesteps, width, config)), 'time_embedding.linear_1', width * 4));
  return net.linear(hidden, 'time_embedding.linear_2', width * 4);
}

/** What the U-Net is told of the timestep. */
import { silu } from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';
import type { UNetConfig } from './configs.ts';
import type { NetBuilder } from './layers.ts';

/**
 * Sinusoids of timesteps (Vaswani et al., arXiv 1706.03762), a row of `width` for each. Computed by the processor:
 * a GPU may be off by 5e-4 between −π and π, by as much as it likes beyond, and timesteps go up to 999.
 */
function sinusoids(timesteps: Float32Array, width: number, config: UNetConfig): Float32Array {
  const half = width / 2;
  const rows = new Float32Array(timesteps.length * width);
  const [sines, cosines] = config.flip_sin_to_cos ? [half, 0] : [0, half];
  for (let i = 0; i < half; i++) {
    const frequency = Math.fround(Math.exp((-Math.log(10000) * i) / (half - config.freq_shift)));
    for (const [row, timestep] of timesteps.entries()) {
      const angle = Math.fround(timestep * frequency);
      rows[row * width + sines + i] = Math.sin(angle);
      rows[row * width + cosines + i] = Math.cos(angle);
    }
  }
  return rows;
}

/** The embedding [b, 4·c] of timesteps [b, 1], as diffusers' Timesteps and TimestepEmbedding. */
export function timeEmbedding(net: NetBuilder, timesteps: Value, config: UNetConfig): Value {
  const width = config.block_out_channels[0] as number;
  const waves = net.graph.derivedInput('timestepSinusoids', [timesteps.shape[0] as number, width], {
    from: timesteps,
    compute: (numbers) => sinusoids(numbers, width, config),
  });
  const hidden = silu(net.linear(net.enter(waves), 'time_embedding.linear_1', width * 4));
  return net.linear(hidden, 'time_embedding.linear_2', width * 4);
}

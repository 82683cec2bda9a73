/** From a scheduler's settings to the share of signal left at each timestep, in PyTorch's float32 arithmetic. */
import type { SchedulerConfig } from './schedulerConfig.ts';

const { fround } = Math;

/** ᾱ at each timestep, [num_train_timesteps]: the running product of 1 − β, falling from near 1 to near 0 (or 0). */
export function alphasCumprodOf(config: SchedulerConfig): Float32Array {
  const betas = betasOf(config);
  return cumulativeProduct(config.rescale_betas_zero_snr ? rescaledToZeroSnr(betas) : betas);
}

function betasOf(config: SchedulerConfig): Float32Array {
  const { beta_start: start, beta_end: end, num_train_timesteps: count } = config;
  switch (config.beta_schedule) {
    case 'linear':
      return linspace(start, end, count);
    case 'scaled_linear':
      return linspace(Math.sqrt(start), Math.sqrt(end), count).map((root) => root * root);
    case 'squaredcos_cap_v2': {
      // Nichol and Dhariwal 2021, equation 17.
      const alphaBar = (time: number) => Math.cos((((time + 0.008) / 1.008) * Math.PI) / 2) ** 2;
      return Float32Array.from({ length: count }, (_, i) =>
        Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), 0.999),
      );
    }
  }
}

/** `torch.linspace` in float32, which counts from the nearer end. */
function linspace(start: number, end: number, count: number): Float32Array {
  const first = fround(start);
  const last = fround(end);
  const step = fround(fround(last - first) / (count - 1));
  return Float32Array.from({ length: count }, (_, i) =>
    i < count / 2 ? first + step * i : last - step * (count - 1 - i),
  );
}

/** `torch.cumprod(1 - betas)`: float32 factors, accumulated in double precision. */
function cumulativeProduct(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => {
    product *= fround(1 - beta);
    return product;
  });
}

/**
 * Betas whose last timestep has no signal left at all (Lin et al. 2023, "Common Diffusion Noise Schedules and
 * Sample Steps are Flawed", algorithm 1): √ᾱ is moved down so that it ends at 0 and stretched to begin where it did.
 */
function rescaledToZeroSnr(betas: Float32Array): Float32Array {
  const roots = cumulativeProduct(betas).map(Math.sqrt);
  const first = roots[0] as number;
  const last = roots.at(-1) as number;
  const stretch = fround(first / fround(first - last));
  const alphaBars = roots.map((root) => fround(fround(root - last) * stretch) ** 2);
  return alphaBars.map((alphaBar, i) => 1 - fround(i === 0 ? alphaBar : alphaBar / (alphaBars[i - 1] as number)));
}

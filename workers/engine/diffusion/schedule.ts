/**
 * The noise schedule of a diffusion model: how much of the signal is left at each timestep, read
 * from the checkpoint's `scheduler_config.json` and computed as diffusers computes it.
 */
import * as z from 'zod';
import { DiffusionError } from './diffusionError.ts';

const { fround } = Math;

/**
 * `scheduler_config.json` of any of diffusers' variance-preserving schedulers. Where a key is
 * missing the value is what Stable Diffusion's own scheduler takes.
 */
export const SchedulerConfig = z.object({
  num_train_timesteps: z.number().int().min(2).max(100_000).default(1000),
  beta_start: z.number().positive().lt(1).default(0.0001),
  beta_end: z.number().positive().lt(1).default(0.02),
  beta_schedule: z.enum(['linear', 'scaled_linear', 'squaredcos_cap_v2']).default('linear'),
  trained_betas: z.null().optional(),
  prediction_type: z.enum(['epsilon', 'v_prediction']).default('epsilon'),
  timestep_spacing: z.enum(['leading', 'trailing', 'linspace']).default('leading'),
  steps_offset: z.number().int().min(0).default(0),
  set_alpha_to_one: z.boolean().default(true),
  clip_sample: z.boolean().default(false),
  clip_sample_range: z.number().positive().default(1),
  thresholding: z.literal(false).default(false),
  rescale_betas_zero_snr: z.literal(false).default(false),
});
export type SchedulerConfig = z.infer<typeof SchedulerConfig>;

/** Betas and what follows from them. Immutable; one serves any number of samplers and training runs. */
export class NoiseSchedule {
  readonly config: Readonly<SchedulerConfig>;
  /** Share of the signal's variance left at each timestep, [num_train_timesteps], falling from near 1 to near 0. */
  readonly alphasCumprod: Float32Array;

  /**
   * @param schedulerConfig the parsed JSON of `scheduler_config.json`
   * @throws DiffusionError when a key has a value that Weft can't sample with
   */
  constructor(schedulerConfig: unknown) {
    const parsed = SchedulerConfig.safeParse(schedulerConfig);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new DiffusionError(
        `The model's scheduler_config.json can't be used: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`,
        'Choose a Stable Diffusion model whose scheduler predicts noise (epsilon) or velocity (v_prediction).',
      );
    }
    this.config = parsed.data;
    this.alphasCumprod = alphasCumprodOf(betasOf(parsed.data));
  }

  /** Timesteps the model was trained with; valid timesteps are whole numbers below this. */
  get trainTimesteps(): number {
    return this.config.num_train_timesteps;
  }

  /**
   * Mixes noise into clean latents as the forward process does (Ho et al. 2020, equation 4):
   * √ᾱ·latents + √(1−ᾱ)·noise.
   * @param latents any shape; @param noise of the same length; @param timestep whole, 0 to trainTimesteps - 1
   * @throws DiffusionError when the timestep is out of range or the lengths differ
   */
  addNoise(latents: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    const { signal, noise: deviation } = this.scalesAt(timestep);
    requireSameLength(latents, noise);
    return latents.map((value, i) => signal * value + deviation * (noise[i] as number));
  }

  /**
   * What a v-prediction model learns to give (Salimans and Ho 2022): √ᾱ·noise − √(1−ᾱ)·latents.
   * @throws DiffusionError as `addNoise`
   */
  velocity(latents: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    const { signal, noise: deviation } = this.scalesAt(timestep);
    requireSameLength(latents, noise);
    return latents.map((value, i) => signal * (noise[i] as number) - deviation * value);
  }

  /**
   * The factors of signal (√ᾱ) and noise (√(1−ᾱ)) in the latents at a timestep.
   * @throws DiffusionError when the timestep is out of range
   */
  scalesAt(timestep: number): { signal: number; noise: number } {
    const alphaCumprod = this.alphasCumprod[timestep];
    if (alphaCumprod === undefined) {
      throw new DiffusionError(
        `There is no timestep ${timestep}: the model has 0 to ${this.trainTimesteps - 1}.`,
        'Use fewer sampling steps.',
      );
    }
    return { signal: fround(Math.sqrt(alphaCumprod)), noise: fround(Math.sqrt(fround(1 - alphaCumprod))) };
  }
}

function requireSameLength(latents: Float32Array, noise: Float32Array): void {
  if (latents.length !== noise.length) {
    throw new DiffusionError(
      `Latents of ${latents.length} numbers can't be mixed with noise of ${noise.length}.`,
      'Draw noise of the same shape as the latents.',
    );
  }
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
function alphasCumprodOf(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => {
    product *= fround(1 - beta);
    return product;
  });
}

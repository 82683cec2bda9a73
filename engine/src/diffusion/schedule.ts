/**
 * The noise schedule of a diffusion model: how much of the signal is left at each timestep, read
 * from the checkpoint's `scheduler_config.json` and computed as diffusers computes it.
 */
import { alphasCumprodOf } from './betas.ts';
import { DiffusionError } from './diffusionError.ts';
import { SchedulerConfig } from './schedulerConfig.ts';

const { fround } = Math;

/** ᾱ that stands for none at all where one must divide by it: the least positive number of fp16, as in diffusers. */
const LEAST_ALPHA_CUMPROD = 2 ** -24;

/** Betas and what follows from them. Immutable; one serves any number of samplers and training runs. */
export class NoiseSchedule {
  /** As it was read, with diffusers' own values where keys are missing. */
  readonly config: Readonly<SchedulerConfig>;
  /** Share of the signal's variance left at each timestep, [num_train_timesteps], falling from near 1 to near 0. */
  readonly alphasCumprod: Float32Array;
  /** Noise over signal, √((1−ᾱ)/ᾱ), at each timestep, rising; finite even where no signal is left. */
  readonly sigmas: Float32Array;

  /**
   * @param schedulerConfig the parsed JSON of `scheduler_config.json`
   * @throws DiffusionError when a key has a value that the engine can't sample with
   */
  constructor(schedulerConfig: unknown) {
    const parsed = SchedulerConfig.safeParse(schedulerConfig);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new DiffusionError(
        `The model's scheduler_config.json can't be used: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`,
        'Choose a Stable Diffusion 1 or 2 model, or one that was fine-tuned from them.',
      );
    }
    this.config = parsed.data;
    this.alphasCumprod = alphasCumprodOf(parsed.data);
    requireFalling(this.alphasCumprod);
    this.sigmas = this.alphasCumprod.map((alphaCumprod) => {
      const share = alphaCumprod === 0 ? LEAST_ALPHA_CUMPROD : alphaCumprod;
      return Math.sqrt(fround(fround(1 - share) / share));
    });
  }

  /** Timesteps the model was trained with; valid timesteps are whole numbers below this. */
  get trainTimesteps(): number {
    return this.config.num_train_timesteps;
  }

  /**
   * Mixes noise into clean latents as the forward process does (Ho et al. 2020, equation 4):
   * √ᾱ·latents + √(1−ᾱ)·noise.
   * @param latents any shape
   * @param noise of the same length
   * @param timestep whole, 0 to trainTimesteps - 1
   * @throws DiffusionError when the timestep is out of range or the lengths differ
   */
  addNoise(latents: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    return mixNoise(latents, noise, this.scalesAt(timestep));
  }

  /**
   * What the model is to answer for latents with that noise: the noise (Ho et al. 2020), the velocity
   * √ᾱ·noise − √(1−ᾱ)·latents (Salimans and Ho 2022), or the clean latents, by the config's `prediction_type`.
   * @throws DiffusionError as `addNoise`
   */
  target(latents: Float32Array, noise: Float32Array, timestep: number): Float32Array {
    const { signal, noise: std } = this.scalesAt(timestep);
    requireSameLength(latents, noise);
    switch (this.config.prediction_type) {
      case 'epsilon':
        return noise;
      case 'sample':
        return latents;
      case 'v_prediction':
        return latents.map((value, i) => signal * (noise[i] as number) - std * value);
    }
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

/**
 * Latents and noise, each with its factor.
 * @throws DiffusionError when the lengths differ
 */
export function mixNoise(
  latents: Float32Array,
  noise: Float32Array,
  { signal, noise: std }: { signal: number; noise: number },
): Float32Array {
  requireSameLength(latents, noise);
  return latents.map((value, i) => signal * value + std * (noise[i] as number));
}

/** Betas out of all proportion leave no signal long before the end, or no number at all; or they add no noise that a number could hold. */
function requireFalling(alphasCumprod: Float32Array): void {
  const before = (timestep: number) => (timestep === 0 ? 1 : (alphasCumprod[timestep - 1] as number));
  const bad = alphasCumprod.findIndex((share, timestep) => {
    const last = timestep === alphasCumprod.length - 1;
    return !(share <= before(timestep) && share < 1 && (share > 0 || (last && share === 0)));
  });
  if (bad < 0) return;
  const share = alphasCumprod[bad] as number;
  const wrong =
    share === 1
      ? `no noise is added at timestep ${bad} of ${alphasCumprod.length}`
      : `nothing of the picture is left from timestep ${bad} of ${alphasCumprod.length} on`;
  throw new DiffusionError(
    `The model's scheduler_config.json can't be used: with its beta_start, beta_end and num_train_timesteps ${wrong}.`,
    'Choose a Stable Diffusion 1 or 2 model, or one that was fine-tuned from them.',
  );
}

function requireSameLength(latents: Float32Array, noise: Float32Array): void {
  if (latents.length !== noise.length) {
    throw new DiffusionError(
      `Latents of ${latents.length} numbers can't be mixed with noise of ${noise.length}.`,
      'Draw noise of the same shape as the latents.',
    );
  }
}

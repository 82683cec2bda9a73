/**
 * Multistep consistency sampling (Luo et al. 2023, "Latent Consistency Models", algorithm 3), step for step as
 * diffusers' LCMScheduler: each step goes all the way to clean latents and then back up to the next noise level with
 * new noise. For models and LoRAs that were distilled for it; few steps and little guidance.
 */
import { DiffusionError } from '../diffusionError.ts';
import type { NoiseSchedule } from '../schedule.ts';
import { clipClean } from './clip.ts';
import { predictClean } from './prediction.ts';
import type { NoiseStream, Sampler } from './sampler.ts';
import { noSuchStep } from './stepError.ts';
import { requireSteps } from './timesteps.ts';

/** Standard deviation of the data in the consistency models' boundary condition. */
const SIGMA_DATA = 0.5;

export class LcmSampler implements Sampler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  private readonly schedule: NoiseSchedule;

  /** @throws DiffusionError when `steps` is not a whole number, or more than the model was distilled on; or than it has timesteps */
  constructor(schedule: NoiseSchedule, steps: number) {
    const { original_inference_steps: original } = schedule.config;
    requireSteps(steps, original);
    const stride = Math.floor(schedule.trainTimesteps / original);
    if (stride < 1) {
      throw new DiffusionError(
        `The LCM sampler needs ${original} timesteps, and the model has ${schedule.trainTimesteps}.`,
        'Choose another sampler.',
      );
    }
    this.schedule = schedule;
    // Evenly among the timesteps of the distillation, from the last.
    this.timesteps = Array.from(
      { length: steps },
      (_, i) => (original - Math.floor(i * (original / steps))) * stride - 1,
    );
  }

  addNoise(latents: Float32Array, noise: Float32Array, i: number): Float32Array {
    const timestep = this.timesteps[i];
    if (timestep === undefined) throw noSuchStep(i, this.timesteps.length);
    return this.schedule.addNoise(latents, noise, timestep);
  }

  scaleInput(latents: Float32Array): Float32Array {
    return latents;
  }

  step(i: number, modelOutput: Float32Array, latents: Float32Array, nextNoise: NoiseStream): Float32Array {
    const timestep = this.timesteps[i];
    if (timestep === undefined) throw noSuchStep(i, this.timesteps.length);
    const { config } = this.schedule;
    const predicted = predictClean(config.prediction_type, modelOutput, latents, this.schedule.scalesAt(timestep));
    const clean = clipClean(predicted, config);
    // The boundary condition: at no noise the model's answer is the latents themselves.
    const time = timestep * config.timestep_scaling;
    const skip = SIGMA_DATA ** 2 / (time ** 2 + SIGMA_DATA ** 2);
    const out = time / Math.sqrt(time ** 2 + SIGMA_DATA ** 2);
    const denoised = latents.map((value, j) => out * (clean[j] as number) + skip * value);
    const next = this.timesteps[i + 1];
    if (next === undefined) return denoised;
    const { signal, noise: std } = this.schedule.scalesAt(next);
    const noise = nextNoise();
    return denoised.map((value, j) => signal * value + std * (noise[j] as number));
  }
}

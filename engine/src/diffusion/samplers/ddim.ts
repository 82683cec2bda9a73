/**
 * DDIM without added noise (Song et al. 2020, "Denoising Diffusion Implicit Models", equation 12
 * with σ = 0), step for step as diffusers' DDIMScheduler.
 */
import type { NoiseSchedule } from '../schedule.ts';
import { clipClean } from './clip.ts';
import { predictClean, predictNoise } from './prediction.ts';
import type { Sampler } from './sampler.ts';
import { noSuchStep } from './stepError.ts';
import { sampleTimesteps } from './timesteps.ts';

export class DdimSampler implements Sampler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  private readonly schedule: NoiseSchedule;

  /** @throws DiffusionError when `steps` is not a whole number that the schedule has room for */
  constructor(schedule: NoiseSchedule, steps: number) {
    this.schedule = schedule;
    this.timesteps = sampleTimesteps(schedule, steps, { spacing: 'leading', cleanEnd: false, fractional: false });
  }

  addNoise(latents: Float32Array, noise: Float32Array, i: number): Float32Array {
    const timestep = this.timesteps[i];
    if (timestep === undefined) throw noSuchStep(i, this.timesteps.length);
    return this.schedule.addNoise(latents, noise, timestep);
  }

  scaleInput(latents: Float32Array): Float32Array {
    return latents;
  }

  step(i: number, modelOutput: Float32Array, latents: Float32Array): Float32Array {
    const timestep = this.timesteps[i];
    if (timestep === undefined) throw noSuchStep(i, this.timesteps.length);
    const { config } = this.schedule;
    const scales = this.schedule.scalesAt(timestep);
    const clean = clipClean(predictClean(config.prediction_type, modelOutput, latents, scales), config);
    const noise = predictNoise(config.prediction_type, modelOutput, latents, scales);
    const alphaAfter = this.alphaCumprodAfter(timestep);
    const signalAfter = Math.sqrt(alphaAfter);
    const noiseAfter = Math.sqrt(1 - alphaAfter);
    return latents.map((_, j) => signalAfter * (clean[j] as number) + noiseAfter * (noise[j] as number));
  }

  /** ᾱ one stride below; past the first timestep the latents are clean (or as clean as the config says). */
  private alphaCumprodAfter(timestep: number): number {
    const { alphasCumprod, trainTimesteps, config } = this.schedule;
    const after = timestep - Math.floor(trainTimesteps / this.timesteps.length);
    if (after >= 0) return alphasCumprod[after] as number;
    return config.set_alpha_to_one ? 1 : (alphasCumprod[0] as number);
  }
}

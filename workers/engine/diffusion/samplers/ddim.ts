/**
 * DDIM without added noise (Song et al. 2020, "Denoising Diffusion Implicit Models", equation 12
 * with σ = 0), step for step as diffusers' DDIMScheduler.
 */
import { DiffusionError } from '../diffusionError.ts';
import type { NoiseSchedule } from '../schedule.ts';
import { predictClean } from './prediction.ts';
import type { Sampler } from './sampler.ts';
import { sampleTimesteps } from './timesteps.ts';

export class DdimSampler implements Sampler {
  readonly timesteps: readonly number[];
  readonly initNoiseSigma = 1;
  private readonly schedule: NoiseSchedule;

  /** @throws DiffusionError when `steps` is not a whole number that the schedule has room for */
  constructor(schedule: NoiseSchedule, steps: number) {
    this.schedule = schedule;
    this.timesteps = sampleTimesteps(schedule, steps, 'steps');
  }

  scaleInput(latents: Float32Array): Float32Array {
    return latents;
  }

  step(i: number, modelOutput: Float32Array, latents: Float32Array): Float32Array {
    const timestep = this.timesteps[i];
    if (timestep === undefined) {
      throw new DiffusionError(`There is no sampling step ${i}.`, `Take steps 0 to ${this.timesteps.length - 1}.`);
    }
    const { prediction_type: type, clip_sample: clip, clip_sample_range: range } = this.schedule.config;
    const { signal, noise } = this.schedule.scalesAt(timestep);
    const clean = predictClean(type, modelOutput, latents, { signal, noise });
    const alphaAfter = this.alphaCumprodAfter(timestep);
    const signalAfter = Math.sqrt(alphaAfter);
    const noiseAfter = Math.sqrt(1 - alphaAfter);
    return latents.map((value, j) => {
      const output = modelOutput[j] as number;
      const predictedNoise = type === 'epsilon' ? output : signal * output + noise * value;
      const x0 = clean[j] as number;
      const kept = clip ? Math.min(Math.max(x0, -range), range) : x0;
      return signalAfter * kept + noiseAfter * predictedNoise;
    });
  }

  /** ᾱ one stride below; past the first timestep the latents are clean (or as clean as the config says). */
  private alphaCumprodAfter(timestep: number): number {
    const { alphasCumprod, trainTimesteps, config } = this.schedule;
    const after = timestep - Math.floor(trainTimesteps / this.timesteps.length);
    if (after >= 0) return alphasCumprod[after] as number;
    return config.set_alpha_to_one ? 1 : (alphasCumprod[0] as number);
  }
}

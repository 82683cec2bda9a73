/** The random part of a sample, whatever is trained: latents of an image, a timestep, and the noise of it. */
import type { NoiseSchedule } from '../../diffusion/schedule.ts';
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { Model } from '../../pipeline/model.ts';
import { type LatentDistribution, sampleLatents } from '../run/latents.ts';

/** One of the choices; draws no number where there is but one. */
export function pick<T>(choices: readonly T[], generator: TorchGenerator): T {
  const choice = choices[choices.length > 1 ? generator.randint(choices.length) : 0];
  if (choice === undefined) throw new RangeError('nothing to choose from');
  return choice;
}

/** One sample of an image: latents drawn anew, then noise, then a timestep of the whole schedule. */
export function noisySample(
  model: Model,
  image: LatentDistribution,
  generator: TorchGenerator,
): { noisyLatents: Float32Array; target: Float32Array; timestep: number } {
  const { schedule } = model.checkpoint;
  const latents = sampleLatents(model, image, generator);
  const noise = generator.randn(latents.length);
  const timestep = generator.randint(schedule.trainTimesteps);
  return { ...noised(schedule, latents, noise, timestep), timestep };
}

/** Latents with noise, and what the U-Net should answer to them. */
export function noised(
  schedule: NoiseSchedule,
  latents: Float32Array,
  noise: Float32Array,
  timestep: number,
): { noisyLatents: Float32Array; target: Float32Array } {
  return {
    noisyLatents: schedule.addNoise(latents, noise, timestep),
    target: schedule.target(latents, noise, timestep),
  };
}

/** The random part of a sample, whatever is trained: latents of an image, a timestep, and the noise of it. */
import type { NoiseSchedule } from '../../diffusion/schedule.ts';
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { LatentDistribution } from '../../pipeline/encodedPicture.ts';
import type { Model } from '../../pipeline/model.ts';
import { sampleLatents } from '../run/latents.ts';

/** One of the choices; draws no number where there is but one. */
export function pick<T>(choices: readonly T[], generator: TorchGenerator): T {
  const choice = choices[choices.length > 1 ? generator.randint(choices.length) : 0];
  if (choice === undefined) throw new RangeError('nothing to choose from');
  return choice;
}

/** One sample of an image: latents drawn anew, then noise, then a timestep of the whole schedule. @param noiseOffset see `drawNoise` */
export function noisySample(
  model: Model,
  image: LatentDistribution,
  generator: TorchGenerator,
  noiseOffset = 0,
): { noisyLatents: Float32Array; target: Float32Array; timestep: number } {
  const { schedule } = model.checkpoint;
  const latents = sampleLatents(model, image, generator);
  const noise = drawNoise(latents.length, model.latentChannels, noiseOffset, generator);
  const timestep = generator.randint(schedule.trainTimesteps);
  return { ...noised(schedule, latents, noise, timestep), timestep };
}

/**
 * Noise of a sample, [channels, height, width], as diffusers' and kohya's scripts draw it.
 * @param offset how much of one more number for each channel is added to all of its noise, 0 for none: plain noise leaves a
 * channel's mean as it is, so that it can't be learnt (Guttenberg, “Diffusion with offset noise”, 2023)
 */
export function drawNoise(count: number, channels: number, offset: number, generator: TorchGenerator): Float32Array {
  const noise = generator.randn(count);
  if (!(offset > 0)) return noise;
  const shifts = generator.randn(channels).map((shift) => Math.fround(offset) * shift);
  const area = count / channels;
  return noise.map((value, place) => value + (shifts[Math.floor(place / area)] ?? 0));
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

/** The random part of a training step: which image, which timestep, which noise. */
import type { NoiseSchedule } from '../diffusion/schedule.ts';
import type { TorchGenerator } from '../diffusion/torchRandom.ts';
import { concatenate } from '../model/concatenate.ts';
import type { Model } from '../model/model.ts';
import { type LatentDistribution, sampleLatents } from './latentStore.ts';
import type { LoraBatch } from './loraTrainer.ts';

/** One kind of sample: the images it is drawn from, its prompt, its weight in the loss. */
export interface SampleKind {
  images: readonly LatentDistribution[];
  textStates: Float32Array;
  weight: number;
}

/**
 * One sample of each kind, noised: DreamBooth's pair of an instance and a class image
 * (Ruiz et al., arXiv 2208.12242). `step` walks through each kind's images in turn.
 */
export function sampleBatch(
  model: Model,
  kinds: readonly SampleKind[],
  step: number,
  generator: TorchGenerator,
): LoraBatch {
  const samples = kinds.map(({ images, textStates, weight }) => {
    const image = images[step % images.length];
    if (!image) throw new RangeError('a kind of sample has no images');
    return { ...noisySample(model, image, generator), textStates, weight };
  });
  return {
    noisyLatents: concatenate(samples.map((sample) => sample.noisyLatents)),
    target: concatenate(samples.map((sample) => sample.target)),
    textStates: concatenate(samples.map((sample) => sample.textStates)),
    timesteps: Float32Array.from(samples, (sample) => sample.timestep),
    sampleWeights: Float32Array.from(samples, (sample) => sample.weight),
  };
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

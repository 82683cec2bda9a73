/** The random part of a step of textual inversion: which prompt, mirrored or not, which timestep, which noise. */
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import { concatenate } from '../../pipeline/concatenate.ts';
import type { LatentDistribution } from '../../pipeline/encodedPicture.ts';
import type { Model } from '../../pipeline/model.ts';
import type { EncodedPrompt } from '../../text/tokenizer.ts';
import { noisySample, pick } from '../step/noisySample.ts';
import type { NoisedBatch } from '../step/trainer.ts';

/** The samples of one step, each with its prompt, in which the placeholder stands. */
export interface InversionBatch extends NoisedBatch {
  prompts: readonly EncodedPrompt[];
}

/** What samples are drawn from. */
export interface InversionSamples {
  /** Each picture, and where mirroring is wanted its mirror image too, in which case each is drawn as often. */
  images: readonly (readonly LatentDistribution[])[];
  /** The templates with the placeholder in its place. */
  prompts: readonly EncodedPrompt[];
}

/** `batch` samples, noised. `step`, counted from 0, walks through the pictures in turn. */
export function inversionBatch(
  model: Model,
  { images, prompts }: InversionSamples,
  batch: number,
  step: number,
  generator: TorchGenerator,
): InversionBatch {
  const samples = Array.from({ length: batch }, (_, i) => {
    const prompt = pick(prompts, generator);
    const image = pick(images[(step * batch + i) % images.length] ?? [], generator);
    return { prompt, ...noisySample(model, image, generator) };
  });
  return {
    noisyLatents: concatenate(samples.map((sample) => sample.noisyLatents)),
    target: concatenate(samples.map((sample) => sample.target)),
    timesteps: Float32Array.from(samples, (sample) => sample.timestep),
    sampleWeights: new Float32Array(batch).fill(1 / batch),
    prompts: samples.map((sample) => sample.prompt),
  };
}

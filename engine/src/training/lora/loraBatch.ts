/** The random part of a step of a LoRA: which image, mirrored or not, with its prompt or without, and what is drawn of it. */
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import { concatenate } from '../../pipeline/concatenate.ts';
import type { LatentDistribution } from '../../pipeline/encodedPicture.ts';
import type { Model } from '../../pipeline/model.ts';
import { minSnrWeight } from '../step/minSnr.ts';
import { noisySample, pick } from '../step/noisySample.ts';
import type { NoisedBatch } from '../step/trainer.ts';
import type { SamplePrompt } from './samplePrompts.ts';

/** The samples of one batch, each with its prompt. */
export interface LoraBatch extends NoisedBatch {
  prompts: readonly SamplePrompt[];
}

/** An image to learn from, with what it shows in words. */
export interface SampleImage {
  /** The image, and where mirroring is wanted its mirror image too, in which case each is drawn as often. */
  views: readonly LatentDistribution[];
  prompt: SamplePrompt;
}

/** One kind of sample: the images it is drawn from, its weight in the loss. */
export interface SampleKind {
  images: readonly SampleImage[];
  weight: number;
}

/** How batches are made up. */
export interface BatchRules {
  /** Samples of each kind in a batch. */
  batchSize: number;
  /** Batches in a step. */
  accumulation: number;
  /** γ of min-SNR weighting; 0 weights all timesteps alike. */
  minSnrGamma: number;
  /** How much of one number for each channel is added to the noise; 0 adds none. */
  noiseOffset: number;
  /**
   * Where the class is held to the model's own prediction: each sample a second time with the class prompt, without a target
   * and without numbers of its own, so that the others are those of a run without it. Never without the prompt: what that
   * gives moves with the other samples alone, which are the ones that guidance is trained by.
   */
  ownPrediction: { prompt: SamplePrompt; weight: number } | null;
  /** Now and then a sample comes without its prompt, so that guidance, which compares with none, is trained too. */
  promptDropout: { probability: number; empty: SamplePrompt } | null;
}

/** A sample of each kind to a batch and a batch to a step, as DreamBooth has them. */
const PAIRS: BatchRules = {
  batchSize: 1,
  accumulation: 1,
  minSnrGamma: 0,
  noiseOffset: 0,
  ownPrediction: null,
  promptDropout: null,
};

/**
 * Samples of each kind, noised: DreamBooth's pairs of instance and class images (Ruiz et al., arXiv 2208.12242), first
 * all of the first kind. The loss is the mean over a step's samples of each kind, times the kind's weight.
 * @param index of the batch, counted from 0 over all steps; walks through each kind's images in turn
 */
export function sampleBatch(
  model: Model,
  kinds: readonly SampleKind[],
  index: number,
  generator: TorchGenerator,
  { batchSize, accumulation, minSnrGamma, noiseOffset, ownPrediction, promptDropout }: BatchRules = PAIRS,
): LoraBatch {
  const { schedule } = model.checkpoint;
  const drawn = kinds.flatMap(({ images, weight }) =>
    Array.from({ length: batchSize }, (_, i) => {
      const image = images[(index * batchSize + i) % images.length];
      if (!image) throw new RangeError('a kind of sample has no images');
      const isDropped = promptDropout !== null && chance(promptDropout.probability, generator);
      const sample = noisySample(model, pick(image.views, generator), generator, noiseOffset);
      const snrWeight = minSnrGamma > 0 ? minSnrWeight(schedule, sample.timestep, minSnrGamma) : 1;
      return {
        ...sample,
        prompt: isDropped ? promptDropout.empty : image.prompt,
        weight: (weight * snrWeight) / (batchSize * accumulation),
      };
    }),
  );
  const beside = ownPrediction
    ? drawn.map((sample) => ({
        ...sample,
        target: new Float32Array(0),
        prompt: ownPrediction.prompt,
        weight: sample.weight * ownPrediction.weight,
      }))
    : [];
  const samples = [...drawn, ...beside];
  return {
    noisyLatents: concatenate(samples.map((sample) => sample.noisyLatents)),
    target: concatenate(samples.map((sample) => sample.target)),
    timesteps: Float32Array.from(samples, (sample) => sample.timestep),
    sampleWeights: Float32Array.from(samples, (sample) => sample.weight),
    prompts: samples.map((sample) => sample.prompt),
  };
}

/** The samples of a batch as batches of one; those without a target have none there either. */
export function singleSamples(batch: LoraBatch): LoraBatch[] {
  const latents = batch.noisyLatents.length / batch.prompts.length;
  return batch.prompts.map((prompt, i) => ({
    noisyLatents: batch.noisyLatents.subarray(i * latents, (i + 1) * latents),
    target: batch.target.subarray(i * latents, (i + 1) * latents),
    timesteps: batch.timesteps.subarray(i, i + 1),
    sampleWeights: batch.sampleWeights.subarray(i, i + 1),
    prompts: [prompt],
  }));
}

function chance(probability: number, generator: TorchGenerator): boolean {
  const [number = 0] = generator.uniform(1, 0, 1);
  return number < probability;
}

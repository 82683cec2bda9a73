/** From noise and text to a picture: the sampling loop. */
import type { Embedding } from '../adapters/embedding.ts';
import type { LoraAdapter } from '../adapters/loraLayout.ts';
import type { LoraMix } from '../adapters/loraMix.ts';
import { createSampler, type NoiseStream, type SamplerKind } from '../diffusion/samplers/createSampler.ts';
import { type StepWork, stepWork, type Thrift } from '../diffusion/stepWork.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import { type Conditioning, prepareConditioning } from './conditioning.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';
import { type Picture, toPicture } from './picture.ts';
import { Predictor } from './prediction.ts';

/** How prompts are read: as they are, or with weights, changes on the way and chunks. */
export type PromptSyntax = 'plain' | 'weighted';

/** What is drawn, whatever the noise. */
export interface Subject extends Thrift {
  /** What it shows, in words. Read plainly, what doesn't fit the text encoder (75 tokens in Stable Diffusion) is cut. */
  prompt: string;
  /** What guidance leads away from; empty for nothing in particular. */
  negativePrompt: string;
  /**
   * How prompts are read: `plain`, as diffusers does, where left out; `weighted`, as AUTOMATIC1111's web UI does: weights
   * `(a:1.2)`, `[a]`, changes on the way `[a:b:0.5]`, `[a|b]`, `BREAK`, and any length.
   */
  promptSyntax?: PromptSyntax;
  /**
   * From 1, which draws without guidance; more follows the prompt more closely (Ho and Salimans, arXiv 2207.12598), at
   * twice the work. 7.5 is usual for Stable Diffusion.
   */
  guidanceScale: number;
  /** How many times the U-Net is asked, a whole number from 1; 20 to 30 are usual, 4 with a few-step model or adapter. */
  samplingSteps: number;
  /** How the steps follow from one another. */
  sampler: SamplerKind;
  /** Side of the square picture in pixels, a multiple of the model's sizeStep. */
  size: number;
  /** Adapters and their weights, 1 for as trained; any number. */
  adapters: readonly { adapter: LoraAdapter; weight: number }[];
  /** What adapters are together where it was worked out before (`mixLoras`), in place of `adapters`. */
  mix?: LoraMix | null;
  /** Learnt words that the prompts may use. */
  embeddings?: readonly Embedding[];
}

/** A subject prepared for drawing any number of pictures of it. */
export interface Pipeline {
  /** Number of latents of one picture. */
  readonly latentCount: number;
  /**
   * Draws one picture from its noises, each [channels, side, side]: the first to start from, and one for each step
   * that adds some.
   * @param job lets messages in between steps
   * @param onStep hears of each denoising step, counted from 1
   * @throws CancelledError where the job is cancelled, OutOfMemoryError
   */
  generate(nextNoise: NoiseStream, job: Job, onStep?: (done: number) => void): Promise<Picture>;
}

/**
 * The noises of a seed, one after the other, bit for bit as PyTorch's on the processor: torch.manual_seed(seed);
 * torch.randn(1, channels, side, side); …
 * @param seed a whole number from 0; its lower 32 bits count
 * @param count numbers of one noise: `Pipeline.latentCount`
 * @throws DiffusionError for a negative or fractional seed
 */
export function seededNoise(seed: number, count: number): NoiseStream {
  const generator = new TorchGenerator(seed);
  return () => generator.randn(count);
}

/** Number of latents of one picture of the subject. */
export function latentCount(model: Model, { size }: Pick<Subject, 'size'>): number {
  return model.latentChannels * model.latentSide(size) ** 2;
}

/**
 * Encodes the prompts, with the adapters and embeddings that the subject has; the U-Net is built for it when the first
 * picture is drawn, and kept.
 * @throws AdapterError or PlaceholderError where an adapter or an embedding doesn't fit; OutOfMemoryError
 */
export async function preparePipeline(model: Model, subject: Subject): Promise<Pipeline> {
  const statistics = await prepareConditioning(model, subject)(subject.prompt);
  return {
    latentCount: latentCount(model, subject),
    generate: (nextNoise, job, onStep) => generateConditioned(model, subject, statistics, nextNoise, job, onStep),
  };
}

/** Draws one picture, as `Pipeline.generate` does, of conditioning that was worked out before. */
export async function generateConditioned(
  model: Model,
  subject: Subject,
  statistics: Conditioning,
  nextNoise: NoiseStream,
  job: Job,
  onStep?: (done: number) => void,
): Promise<Picture> {
  const { guidanceScale, size, samplingSteps, sampler: kind } = subject;
  const side = model.latentSide(size);
  const sampler = createSampler(kind, model.checkpoint.schedule, samplingSteps);
  const work = stepWork(samplingSteps, guidanceScale, subject);
  const shares = work.some(({ whole }) => !whole);
  let latents: Float32Array = nextNoise().map((value) => value * sampler.initNoiseSigma);
  const predictor = new Predictor(model, statistics.lora, { guidanceScale, side, shares });
  try {
    for (const [i, timestep] of sampler.timesteps.entries()) {
      await job.yieldNow();
      const states = statistics.texts[statistics.atStep[i] ?? 0] as Float32Array;
      const scaled = sampler.scaleInput(latents, i);
      const prediction = await predictor.predict(scaled, timestep, states, work[i] as StepWork);
      latents = sampler.step(i, prediction, latents, nextNoise);
      onStep?.(i + 1);
    }
  } finally {
    predictor.release();
  }
  await job.yieldNow();
  return toPicture(await model.decodeLatents(latents, side), size, size);
}

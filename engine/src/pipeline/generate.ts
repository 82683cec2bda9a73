/** From noise and text to a picture: the sampling loop. */
import { createSampler, type NoiseStream } from '../diffusion/samplers/createSampler.ts';
import { type StepWork, stepWork } from '../diffusion/stepWork.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import { type Conditioning, prepareConditioning } from './conditioning.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';
import { type Picture, toPicture } from './picture.ts';
import { Predictor } from './prediction.ts';
import type { Subject } from './subject.ts';

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
  const { guidanceScale, size, samplingSteps, sampler: kind, seamless = null } = subject;
  const side = model.latentSide(size);
  const sampler = createSampler(kind, model.checkpoint.schedule, samplingSteps);
  const work = stepWork(samplingSteps, guidanceScale, subject);
  const shares = work.some(({ whole }) => !whole);
  let latents: Float32Array = nextNoise().map((value) => value * sampler.initNoiseSigma);
  const predictor = new Predictor(model, statistics.lora, { guidanceScale, side, shares, seamless });
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
  return toPicture(await model.decodeLatents(latents, side, seamless), size, size);
}

/** From noise and text to a picture: the sampling loop. */
import { createSampler, type NoiseStream } from '../diffusion/samplers/createSampler.ts';
import { type StepWork, stepWork } from '../diffusion/stepWork.ts';
import { stepsTaken } from '../diffusion/strength.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import { type Conditioning, prepareConditioning } from './conditioning.ts';
import { beginOver, type Ground, prepareGround } from './ground.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';
import { type Picture, toPicture } from './picture.ts';
import { Predictor } from './prediction.ts';
import type { Subject } from './subject.ts';

/** A subject prepared for drawing any number of pictures of it. */
export interface Pipeline {
  /** Number of latents of one picture. */
  readonly latentCount: number;
  /** Denoising steps that each picture takes: the subject's, or over another picture the last of them. */
  readonly steps: number;
  /**
   * Draws one picture from its noises, each [channels, side, side]: the first to start from, and one for each step
   * that adds some. Over another picture one comes before these, by which the latents of that are drawn; with a
   * mask one more, as in diffusers, after the one to start from.
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
 * picture is drawn, and kept. A picture that is drawn over is encoded once.
 * @throws AdapterError or PlaceholderError where an adapter or an embedding doesn't fit; DiffusionError where a picture can't be
 *   drawn over as the subject says; OutOfMemoryError
 */
export async function preparePipeline(model: Model, subject: Subject): Promise<Pipeline> {
  const steps = stepsOf(subject);
  const statistics = await prepareConditioning(model, { ...subject, samplingSteps: steps })(subject.prompt);
  const ground = await prepareGround(model, subject);
  const told = { statistics, ground };
  return {
    latentCount: latentCount(model, subject),
    steps,
    generate: (nextNoise, job, onStep) => generateConditioned(model, subject, told, nextNoise, job, onStep),
  };
}

/** Steps that a picture of the subject takes. @throws DiffusionError where it takes none */
export function stepsOf({ samplingSteps, over }: Pick<Subject, 'samplingSteps' | 'over'>): number {
  return over ? stepsTaken(samplingSteps, over.strength) : samplingSteps;
}

/** What was worked out for a picture before it is drawn. */
export interface Prepared {
  statistics: Conditioning;
  /** What it is drawn over. */
  ground: Ground | null;
}

/** Draws one picture, as `Pipeline.generate` does, of what was worked out before. */
export async function generateConditioned(
  model: Model,
  subject: Subject,
  { statistics, ground }: Prepared,
  nextNoise: NoiseStream,
  job: Job,
  onStep?: (done: number) => void,
): Promise<Picture> {
  const { guidanceScale, size, samplingSteps, sampler: kind, seamless = null } = subject;
  const side = model.latentSide(size);
  const steps = stepsOf(subject);
  const first = samplingSteps - steps;
  const sampler = createSampler(kind, model.checkpoint.schedule, samplingSteps, first);
  const work = stepWork(steps, guidanceScale, subject);
  const shares = work.some(({ whole }) => !whole);
  const way = ground && beginOver(ground, sampler, nextNoise, first);
  let latents: Float32Array = way?.start ?? nextNoise().map((value) => value * sampler.initNoiseSigma);
  const predictor = new Predictor(model, statistics.lora, { guidanceScale, side, shares, seamless });
  try {
    for (const [done, timestep] of sampler.timesteps.slice(first).entries()) {
      await job.yieldNow();
      const i = first + done;
      const states = statistics.texts[statistics.atStep[done] ?? 0] as Float32Array;
      const scaled = sampler.scaleInput(latents, i);
      const prediction = await predictor.predict(scaled, timestep, states, work[done] as StepWork);
      latents = sampler.step(i, prediction, latents, nextNoise);
      if (way) latents = way.held(latents, done + 1 < steps ? i + 1 : null);
      onStep?.(done + 1);
    }
  } finally {
    predictor.release();
  }
  await job.yieldNow();
  const drawn = toPicture(await model.decodeLatents(latents, side, seamless), size, size);
  return ground ? ground.compose(drawn) : drawn;
}

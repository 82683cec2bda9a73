/** From noise and text to a picture: the sampling loop. */
import { splitMix } from '../adapters/adaptedNets.ts';
import type { Embedding } from '../adapters/embedding.ts';
import type { LoraAdapter } from '../adapters/loraLayout.ts';
import { type LoraMix, mixLoras } from '../adapters/loraMix.ts';
import { applyGuidance } from '../diffusion/guidance.ts';
import { createSampler, type NoiseStream, type SamplerKind } from '../diffusion/samplers/createSampler.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import { numbersOf } from '../runtime/program.ts';
import { concatenate } from './concatenate.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';
import { type Picture, toPicture } from './picture.ts';

/** What is drawn, whatever the noise. */
export interface Subject {
  /** What it shows, in words. What doesn't fit the text encoder (75 tokens in Stable Diffusion) is cut. */
  prompt: string;
  /** What guidance leads away from; empty for nothing in particular. */
  negativePrompt: string;
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

/** What the U-Net is told of a picture: the text states of its prompts, and what adapters add. */
export interface Conditioning {
  /** Negative prompt first where there is guidance. */
  states: Float32Array;
  lora: LoraMix | null;
}

/**
 * The conditioning of one subject with prompts and adapter weights of their own. What the last ones had in common is not
 * worked out again.
 */
export function prepareConditioning(
  model: Model,
  subject: Subject,
): (prompt: string, weights?: readonly number[]) => Promise<Conditioning> {
  const prepared = subject.mix;
  let lora = splitMix(prepared ?? null);
  let weighed: string | null = null;
  const states = new Map<string, Float32Array>();
  const encode = async (prompt: string) => {
    const known = states.get(prompt) ?? (await model.encodePrompt(prompt, lora.textEncoder, subject.embeddings));
    states.set(prompt, known);
    return known;
  };
  return async (prompt, weights = subject.adapters.map(({ weight }) => weight)) => {
    if (prepared === undefined && weighed !== String(weights)) {
      const adapters = subject.adapters.map(({ adapter, weight }, i) => ({ adapter, weight: weights[i] ?? weight }));
      const before = lora.textEncoder;
      lora = splitMix(mixLoras(adapters, model.adaptableModules));
      weighed = String(weights);
      if (before || lora.textEncoder) states.clear();
    }
    const conditional = await encode(prompt);
    const guided = subject.guidanceScale > 1;
    const all = guided ? concatenate([await encode(subject.negativePrompt), conditional]) : conditional;
    return { states: all, lora: lora.unet };
  };
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
  const count = latentCount(model, subject);
  const guided = guidanceScale > 1;
  const parts = guided ? 2 : 1;
  const batch = model.placement.guidesInPairs ? parts : 1;
  const { maxTokens } = model.checkpoint.tokenizer;
  const textWidth = statistics.states.length / parts / maxTokens;
  const perCall = (statistics.states.length * batch) / parts;
  const calls = Array.from({ length: parts / batch }, (_, call) =>
    model.tensor(statistics.states.subarray(call * perCall, (call + 1) * perCall), [batch, maxTokens, textWidth]),
  );
  const unet = await model.denoiser({ batch, height: side, width: side, textLength: maxTokens }, statistics.lora);
  const adapted = model.mixFeed(statistics.lora);

  async function predict(latents: Float32Array, timestep: number): Promise<Float32Array> {
    const sample = model.tensor(concatenate(new Array<Float32Array>(batch).fill(latents)), [
      batch,
      model.latentChannels,
      side,
      side,
    ]);
    const timesteps = model.tensor(new Float32Array(batch).fill(timestep), [batch, 1]);
    const predictions: Float32Array[] = [];
    for (const encoderHiddenStates of calls) {
      predictions.push(
        numbersOf(await unet.run({ sample, timesteps, encoderHiddenStates, ...adapted.tensors }), 'prediction'),
      );
    }
    const all = predictions.length === 1 ? (predictions[0] as Float32Array) : concatenate(predictions);
    return guided ? applyGuidance(all.subarray(0, count), all.subarray(count), guidanceScale) : all;
  }

  const sampler = createSampler(kind, model.checkpoint.schedule, samplingSteps);
  let latents: Float32Array = nextNoise().map((value) => value * sampler.initNoiseSigma);
  try {
    for (const [i, timestep] of sampler.timesteps.entries()) {
      await job.yieldNow();
      latents = sampler.step(i, await predict(sampler.scaleInput(latents, i), timestep), latents, nextNoise);
      onStep?.(i + 1);
    }
  } finally {
    adapted.release();
  }
  await job.yieldNow();
  return toPicture(await model.decodeLatents(latents, side), size, size);
}

/**
 * The steady loss: the mean over fixed noises and timesteps. A single step's loss swings with the
 * timestep it drew; this one moves only with the adapter.
 */
import type { Embedding } from '../adapters/embedding.ts';
import { initTheta, type LoraAdapter } from '../adapters/loraLayout.ts';
import { TorchGenerator } from '../diffusion/torchRandom.ts';
import type { Model } from '../model/model.ts';
import { numbersOf, Program } from '../runtime/program.ts';
import type { LatentDistribution } from './latentStore.ts';
import { loraLossGraph } from './loraGraph.ts';
import { noised } from './sampleBatch.ts';

/** What the loss is measured on. */
export interface LossMeasurement {
  images: readonly LatentDistribution[];
  prompt: string;
  /** Learnt words that the prompt may use. */
  embeddings?: readonly Embedding[];
  /** Timesteps spread evenly over the schedule, for each image. */
  timestepsPerImage: number;
  /** Seed of the noises. */
  seed: number;
}

/** Measures adapters of one rank and alpha on the same noises and timesteps, again and again. */
export class LossMeter {
  private constructor(
    private readonly model: Model,
    private readonly program: Program,
    private readonly textStates: Float32Array,
    private readonly measurement: LossMeasurement,
  ) {}

  static async create(
    model: Model,
    { rank, loraAlpha }: Pick<LoraAdapter, 'rank' | 'loraAlpha'>,
    measurement: LossMeasurement,
  ): Promise<LossMeter> {
    const { unet, tokenizer } = model.checkpoint;
    const side = unet.config.sample_size;
    const graph = loraLossGraph({
      config: unet.config,
      modules: [...model.loraModules],
      rank,
      loraAlpha,
      sizes: { batch: 1, height: side, width: side, textLength: tokenizer.maxTokens },
      precision: model.runtime.precision,
    });
    const states = await model.encodePrompt(measurement.prompt, null, measurement.embeddings);
    return new LossMeter(model, await Program.compile(model.runtime, graph, unet.weights), states, measurement);
  }

  /** Mean squared error of the U-Net with `theta` over every one of `images` and timestep; `breathe` comes before each. */
  async measure(
    theta: Float32Array,
    images: readonly LatentDistribution[] = this.measurement.images,
    breathe: () => Promise<void> = async () => {},
  ): Promise<number> {
    const { model, textStates: states } = this;
    const { timestepsPerImage, seed } = this.measurement;
    const { schedule, autoencoder, tokenizer, unet } = model.checkpoint;
    const side = unet.config.sample_size;
    const generator = new TorchGenerator(seed);
    const shape = [1, model.latentChannels, side, side];
    let sum = 0;
    for (const { mean } of images) {
      const latents = mean.map((value) => value * autoencoder.config.scaling_factor);
      for (let i = 0; i < timestepsPerImage; i++) {
        await breathe();
        const timestep = Math.floor(((i + 0.5) / timestepsPerImage) * schedule.trainTimesteps);
        const { noisyLatents, target } = noised(schedule, latents, generator.randn(latents.length), timestep);
        const results = await this.program.run({
          sample: model.tensor(noisyLatents, shape),
          target: model.tensor(target, shape),
          timesteps: model.tensor(Float32Array.of(timestep), [1, 1]),
          textStates: model.tensor(states, [1, tokenizer.maxTokens, states.length / tokenizer.maxTokens]),
          theta: model.tensor(theta, [theta.length]),
        });
        const [loss = Number.NaN] = numbersOf(results, 'sampleLosses');
        sum += loss;
      }
    }
    return sum / (images.length * timestepsPerImage);
  }

  /** Frees the device's memory. */
  async release(): Promise<void> {
    await this.program.release();
  }
}

/** Mean squared error of the U-Net with `adapter` (null: as it is) over every image and timestep. */
export async function measureLoss(
  model: Model,
  adapter: LoraAdapter | null,
  measurement: LossMeasurement,
): Promise<number> {
  const rank = adapter?.rank ?? 1;
  const meter = await LossMeter.create(model, { rank, loraAlpha: adapter?.loraAlpha ?? rank }, measurement);
  try {
    return await meter.measure(adapter?.theta ?? initTheta([...model.loraModules], rank, new TorchGenerator(0)));
  } finally {
    await meter.release();
  }
}

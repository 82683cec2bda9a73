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

/** Mean squared error of the U-Net with `adapter` (null: as it is) over every image and timestep. */
export async function measureLoss(
  model: Model,
  adapter: LoraAdapter | null,
  measurement: LossMeasurement,
): Promise<number> {
  const { images, timestepsPerImage } = measurement;
  const side = model.checkpoint.unet.config.sample_size;
  const states = await model.encodePrompt(measurement.prompt, null, measurement.embeddings);
  const { maxTokens } = model.checkpoint.tokenizer;
  const modules = [...model.loraModules];
  const rank = adapter?.rank ?? 1;
  const theta = adapter?.theta ?? initTheta(modules, rank, new TorchGenerator(0));
  const sizes = { batch: 1, height: side, width: side, textLength: maxTokens };
  const graph = loraLossGraph({
    config: model.checkpoint.unet.config,
    modules,
    rank,
    loraAlpha: adapter?.loraAlpha ?? rank,
    sizes,
    precision: model.runtime.precision,
  });
  const program = await Program.compile(model.runtime, graph, model.checkpoint.unet.weights);
  try {
    const generator = new TorchGenerator(measurement.seed);
    const { schedule, autoencoder } = model.checkpoint;
    const shape = [1, model.latentChannels, side, side];
    let sum = 0;
    for (const { mean } of images) {
      const latents = mean.map((value) => value * autoencoder.config.scaling_factor);
      for (let i = 0; i < timestepsPerImage; i++) {
        const timestep = Math.floor(((i + 0.5) / timestepsPerImage) * schedule.trainTimesteps);
        const { noisyLatents, target } = noised(schedule, latents, generator.randn(latents.length), timestep);
        const results = await program.run({
          sample: model.tensor(noisyLatents, shape),
          target: model.tensor(target, shape),
          timesteps: model.tensor(Float32Array.of(timestep), [1, 1]),
          textStates: model.tensor(states, [1, maxTokens, states.length / maxTokens]),
          theta: model.tensor(theta, [theta.length]),
        });
        const [loss = Number.NaN] = numbersOf(results, 'sampleLosses');
        sum += loss;
      }
    }
    return sum / (images.length * timestepsPerImage);
  } finally {
    await program.release();
  }
}

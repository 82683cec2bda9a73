/**
 * The evaluation loss: the mean over fixed noises and timesteps. A single step's loss swings with the
 * timestep it drew; this one moves only with what is learnt.
 */
import { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { Graph } from '../../graph/graph.ts';
import type { LatentDistribution } from '../../pipeline/encodedPicture.ts';
import type { Model } from '../../pipeline/model.ts';
import type { NetWeights } from '../../runtime/netWeights.ts';
import { numbersOf, Program, type Tensors } from '../../runtime/program.ts';
import { noised } from '../step/noisySample.ts';

/** What the loss is measured on. */
export interface LossSamples {
  images: readonly LatentDistribution[];
  /** Side of the images in pixels; left out, that which the model was trained on. */
  size?: number;
  /** Timesteps spread evenly over the schedule, for each image. */
  timestepsPerImage: number;
  /** Seed of the noises. */
  seed: number;
}

/** Measures what a method learns on the same noises and timesteps, again and again. */
export class LossMeter {
  private constructor(
    private readonly model: Model,
    private readonly program: Program,
    private readonly conditioning: Tensors,
    private readonly samples: LossSamples,
  ) {}

  /**
   * @param graph a `lossGraph` of batch 1 at the samples' size
   * @param conditioning what it takes of the prompt
   */
  static async create(
    model: Model,
    graph: Graph,
    weights: NetWeights | readonly NetWeights[],
    conditioning: Tensors,
    samples: LossSamples,
  ): Promise<LossMeter> {
    return new LossMeter(model, await Program.compile(model.runtime, graph, weights), conditioning, samples);
  }

  /** Mean squared error of the U-Net with `theta` over every one of `images` and timestep; `yieldNow` comes before each. */
  async measure(
    theta: Float32Array,
    images: readonly LatentDistribution[] = this.samples.images,
    yieldNow: () => Promise<void> = async () => {},
  ): Promise<number> {
    const { model } = this;
    const { timestepsPerImage, seed, size = model.nativeSize } = this.samples;
    const { schedule, vae } = model.checkpoint;
    const side = model.latentSide(size);
    const generator = new TorchGenerator(seed);
    const shape = [1, model.latentChannels, side, side];
    let sum = 0;
    for (const { mean } of images) {
      const latents = mean.map((value) => value * vae.config.scaling_factor);
      for (let i = 0; i < timestepsPerImage; i++) {
        await yieldNow();
        const timestep = Math.floor(((i + 0.5) / timestepsPerImage) * schedule.trainTimesteps);
        const { noisyLatents, target } = noised(schedule, latents, generator.randn(latents.length), timestep);
        const results = await this.program.run({
          ...this.conditioning,
          sample: model.tensor(noisyLatents, shape),
          target: model.tensor(target, shape),
          timesteps: model.tensor(Float32Array.of(timestep), [1, 1]),
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

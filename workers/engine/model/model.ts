/**
 * A loaded model on a device: text encoder, U-Net and autoencoder as programs, built for the shapes
 * that are asked for and kept for the next time.
 */
import type { Tensor } from 'onnxruntime-common';
import type { LoraModule } from '../adapters/loraLayout.ts';
import { Graph } from '../graph/graph.ts';
import { scale } from '../graph/operators/index.ts';
import type { Shape } from '../graph/value.ts';
import { decoder, encoder } from '../nets/autoencoder.ts';
import { pixelsPerLatent, unetStride } from '../nets/configs.ts';
import { NetBuilder } from '../nets/layers.ts';
import { textEncoder } from '../nets/textEncoder.ts';
import { unet } from '../nets/unet.ts';
import { numbersOf, Program } from '../runtime/program.ts';
import { ProgramCache } from '../runtime/programCache.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Checkpoint } from './checkpoint.ts';
import { attentionModules, declareTheta, loraFactors } from './loraInputs.ts';
import { declareUNetInputs, type UNetSizes } from './unetInputs.ts';

/** Programs kept at a time: encoder, decoder, text encoder and U-Nets of a few sizes and ranks. */
const KEPT_PROGRAMS = 8;

/** A model, ready to draw and to train. */
export class Model {
  /** The layers of its U-Net that a LoRA adapts. */
  readonly loraModules: readonly LoraModule[];
  private readonly programs = new ProgramCache(KEPT_PROGRAMS);

  constructor(
    readonly runtime: Runtime,
    readonly checkpoint: Checkpoint,
  ) {
    this.loraModules = attentionModules(checkpoint.unet.config);
  }

  /** Pixels to one latent, per side. */
  get pixelsPerLatent(): number {
    return pixelsPerLatent(this.checkpoint.autoencoder.config);
  }

  /** The side of the images that the model was trained on, in pixels. */
  get nativeSize(): number {
    return this.checkpoint.unet.config.sample_size * this.pixelsPerLatent;
  }

  /** Sides of images are multiples of this many pixels. */
  get sizeStep(): number {
    return this.pixelsPerLatent * unetStride(this.checkpoint.unet.config);
  }

  /** Channels of the latents. */
  get latentChannels(): number {
    return this.checkpoint.autoencoder.config.latent_channels;
  }

  /** Number of parameters in all nets. */
  get parameters(): number {
    const { textEncoder: text, unet: noise, autoencoder } = this.checkpoint;
    return text.weights.parameters + noise.weights.parameters + autoencoder.weights.parameters;
  }

  /** A float32 tensor on this model's runtime. */
  tensor(data: Float32Array, shape: Shape): Tensor {
    return new this.runtime.ort.Tensor('float32', data, shape);
  }

  /** Text states of one prompt, [maxTokens · cross_attention_dim]. What doesn't fit the encoder is cut. */
  async encodePrompt(prompt: string): Promise<Float32Array> {
    const { config, weights } = this.checkpoint.textEncoder;
    const { ids } = this.checkpoint.tokenizer.encode(prompt);
    const program = await this.programs.get('text', () => {
      const graph = new Graph();
      // Checkpoints of Stable Diffusion put this prefix before every name; newer exports may leave it out.
      const prefix = weights.has('text_model.final_layer_norm.weight') ? 'text_model.' : '';
      graph.output(
        'states',
        textEncoder(new NetBuilder(graph), config, graph.input('ids', [1, ids.length], 'int64'), prefix),
      );
      return Program.compile(this.runtime, graph, weights);
    });
    const tensor = new this.runtime.ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
    return numbersOf(await program.run({ ids: tensor }), 'states');
  }

  /** Moments of planar RGB pixels [3, size, size] in −1…1: mean then log-variance, [2 · channels · latents]. */
  async encodePixels(pixels: Float32Array, size: number): Promise<Float32Array> {
    const { config, weights } = this.checkpoint.autoencoder;
    const program = await this.programs.get(`encoder ${size}`, () => {
      const graph = new Graph();
      graph.output('moments', encoder(new NetBuilder(graph), config, graph.input('pixels', [1, 3, size, size])));
      return Program.compile(this.runtime, graph, weights);
    });
    return numbersOf(await program.run({ pixels: this.tensor(pixels, [1, 3, size, size]) }), 'moments');
  }

  /** Planar RGB pixels [3, h, w], mostly in −1…1, of scaled latents [channels, h/8, w/8]. */
  async decodeLatents(latents: Float32Array, side: number): Promise<Float32Array> {
    const { config, weights } = this.checkpoint.autoencoder;
    const shape = [1, this.latentChannels, side, side];
    const program = await this.programs.get(`decoder ${side}`, () => {
      const graph = new Graph();
      const unscaled = scale(graph.input('latents', shape), 1 / config.scaling_factor);
      graph.output('pixels', decoder(new NetBuilder(graph), config, unscaled));
      return Program.compile(this.runtime, graph, weights);
    });
    return numbersOf(await program.run({ latents: this.tensor(latents, shape) }), 'pixels');
  }

  /**
   * The U-Net for drawing: inputs `sample`, `timesteps`, `textStates` and, where `rank` is not 0, `theta`
   * (a LoRA with its scale folded in); output `prediction`.
   */
  async denoiser(sizes: UNetSizes, rank: number): Promise<Program> {
    const { config, weights } = this.checkpoint.unet;
    const key = `unet ${sizes.batch}×${sizes.height}×${sizes.width} rank ${rank}`;
    return this.programs.get(key, () => {
      const graph = new Graph();
      const inputs = declareUNetInputs(graph, config, sizes);
      const lora =
        rank === 0 ? undefined : loraFactors(declareTheta(graph, this.loraModules, rank), this.loraModules, rank, null);
      graph.output('prediction', unet(new NetBuilder(graph, lora), config, inputs));
      return Program.compile(this.runtime, graph, weights);
    });
  }

  /** Frees everything that the model holds on the device. */
  async release(): Promise<void> {
    await this.programs.clear();
    const { textEncoder: text, unet: noise, autoencoder } = this.checkpoint;
    for (const { weights } of [text, noise, autoencoder]) weights.release();
  }
}

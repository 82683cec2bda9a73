/**
 * A loaded model on a device: text encoder, U-Net and VAE as programs, built for the shapes
 * that are asked for and kept for the next time.
 */
import type { Tensor } from 'onnxruntime-common';
import type { Embedding } from '../adapters/embedding.ts';
import type { LoraModule } from '../adapters/loraLayout.ts';
import type { LoraMix } from '../adapters/loraMix.ts';
import { targetModules } from '../adapters/loraTargets.ts';
import type { Precision, Shape } from '../graph/value.ts';
import { pixelsPerLatent, unetStride } from '../nets/configs.ts';
import { type Seamless, seamlessKey } from '../nets/seamless.ts';
import { numbersOf, Program } from '../runtime/program.ts';
import { ProgramCache } from '../runtime/programCache.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { weighStates } from '../text/syntax/weighStates.ts';
import type { EncodedPrompt } from '../text/tokenizer.ts';
import type { Checkpoint } from './checkpoint/checkpoint.ts';
import { NETS, type NetName } from './checkpoint/checkpointParts.ts';
import { concatenate } from './concatenate.ts';
import {
  decoderGraph,
  denoiserGraph,
  encoderGraph,
  promptGraph,
  type SharingWay,
  sharingDenoiserGraph,
} from './drawingGraphs.ts';
import { mixKey, textEncoderModules, unetModules } from './loraInputs.ts';
import { feedMix, type MixFeed } from './mixFeed.ts';
import { type Placement, placementOf } from './placement.ts';
import { encodeChunksWithEmbeddings, encodeWithEmbeddings, promptFeeds, textEncoderPrefix } from './promptInputs.ts';
import type { UNetSizes } from './unetInputs.ts';

/** Programs kept at a time: encoder, decoder, text encoder and U-Nets of a few sizes and ranks. */
const KEPT_PROGRAMS = 8;

const NUMBER_BYTES: Readonly<Record<Precision, number>> = { float32: 4, float16: 2 };

/** A net with fewer bytes than this costs less where it lies than when it is read and opened again. */
const WORTH_LETTING_GO = 64 * 2 ** 20;

/** A model on a device, ready to draw and to train. Its nets are made ready for the shapes that are asked for, and kept. */
export class Model {
  /** The layers of its U-Net that a DreamBooth LoRA adapts where nothing else is chosen. */
  readonly loraModules: readonly LoraModule[];
  /** Every layer that an adapter may change: the U-Net's, then the text encoder's. */
  readonly adaptableModules: readonly LoraModule[];
  /** How much of it the device holds at a time. */
  readonly placement: Placement;
  private readonly programs: ProgramCache;

  constructor(
    /** The device it computes on. */
    readonly runtime: Runtime,
    /** What it consists of. */
    readonly checkpoint: Checkpoint,
  ) {
    const { unet: noise, textEncoder: text } = checkpoint;
    this.placement = placementOf(runtime, noise.weights.parameters);
    this.programs = new ProgramCache({ programs: KEPT_PROGRAMS, bytes: this.placement.weightBytes });
    this.adaptableModules = [...unetModules(noise.config), ...textEncoderModules(text.config)];
    this.loraModules = targetModules(this.adaptableModules, ['attention']);
  }

  /** Pixels to one latent, per side: 8 in Stable Diffusion. */
  get pixelsPerLatent(): number {
    return pixelsPerLatent(this.checkpoint.vae.config);
  }

  /** The side of the images that the model was trained on, in pixels: 512 in Stable Diffusion 1.5. */
  get nativeSize(): number {
    return this.checkpoint.unet.config.sample_size * this.pixelsPerLatent;
  }

  /** Sides of images are multiples of this many pixels. */
  get sizeStep(): number {
    return this.pixelsPerLatent * unetStride(this.checkpoint.unet.config);
  }

  /** The side of the latents of square images of so many pixels a side, which are a multiple of `sizeStep`. */
  latentSide(pixels: number): number {
    return pixels / this.pixelsPerLatent;
  }

  /** Channels of the latents: 4 in Stable Diffusion. */
  get latentChannels(): number {
    return this.checkpoint.vae.config.latent_channels;
  }

  /** Number of parameters in all nets. */
  get parameters(): number {
    const { textEncoder: text, unet: noise, vae } = this.checkpoint;
    return text.weights.parameters + noise.weights.parameters + vae.weights.parameters;
  }

  /** Tells this model from others, whatever their names are. */
  get fingerprint(): string {
    const { textEncoder: text, unet: noise, vae } = this.checkpoint;
    return [text, noise, vae].map(({ weights }) => weights.fingerprint).join('-');
  }

  /** A float32 tensor on this model's runtime. @internal */
  tensor(data: Float32Array, shape: Shape): Tensor {
    return new this.runtime.ort.Tensor('float32', data, shape);
  }

  /**
   * Text states of one prompt, [maxTokens · cross_attention_dim]. What doesn't fit the encoder is cut.
   * @param lora what adapters add to the text encoder, and to nothing else
   * @param embeddings words that the prompt may use
   * @throws AdapterError or PlaceholderError where an embedding can't be used with this model; OutOfMemoryError
   */
  async encodePrompt(
    prompt: string,
    lora: LoraMix | null = null,
    embeddings: readonly Embedding[] = [],
  ): Promise<Float32Array> {
    const { encoded, rows } = encodeWithEmbeddings(this.checkpoint, prompt, embeddings);
    return this.textStates(encoded, rows, lora);
  }

  /**
   * The text states of a prompt with weights and breaks, of any length, [chunks · maxTokens, width].
   * @param chunks how many there are to be at least, as `countChunks` tells; further ones are those of an empty prompt
   * @throws as `encodePrompt` does
   */
  async encodeWeightedPrompt(
    prompt: string,
    chunks: number,
    lora: LoraMix | null = null,
    embeddings: readonly Embedding[] = [],
  ): Promise<Float32Array> {
    const { chunks: encoded, rows } = encodeChunksWithEmbeddings(this.checkpoint, prompt, embeddings);
    const states: Float32Array[] = [];
    for (const chunk of encoded) states.push(weighStates(await this.textStates(chunk, rows, lora), chunk.weights));
    const missing = chunks - states.length;
    if (missing > 0) states.push(...new Array<Float32Array>(missing).fill(await this.encodePrompt('', lora)));
    return concatenate(states);
  }

  /** Chunks of a prompt with weights and breaks, 1 or more. @throws as `encodePrompt` does */
  countChunks(prompt: string, embeddings: readonly Embedding[] = []): number {
    return encodeChunksWithEmbeddings(this.checkpoint, prompt, embeddings).chunks.length;
  }

  private async textStates(
    encoded: Pick<EncodedPrompt, 'ids' | 'placed'>,
    rows: Float32Array,
    lora: LoraMix | null,
  ): Promise<Float32Array> {
    const { config, weights } = this.checkpoint.textEncoder;
    const sizes = { batch: 1, length: encoded.ids.length, rows: rows.length / config.hidden_size };
    const program = await this.program('textEncoder', `${sizes.rows} rows ${mixKey(lora)}`, () => {
      const graph = promptGraph(this.runtime.precision, config, sizes, textEncoderPrefix(weights), lora);
      return Program.compile(this.runtime, graph, weights);
    });
    const feeds = promptFeeds(this.runtime, [encoded], sizes.rows);
    if (sizes.rows > 0) feeds.rows = this.tensor(rows, [sizes.rows, config.hidden_size]);
    const adapted = this.mixFeed(lora);
    try {
      return numbersOf(await program.run({ ...feeds, ...adapted.tensors }), 'states');
    } finally {
      adapted.release();
    }
  }

  /**
   * The VAE's moments of planar RGB pixels [3, size, size] in −1…1: mean then log-variance, [2 · channels · latents], not
   * scaled.
   * @param seamless which edges of the picture meet; none where null
   * @throws OutOfMemoryError
   */
  async encodePixels(pixels: Float32Array, size: number, seamless: Seamless | null = null): Promise<Float32Array> {
    const { config, weights } = this.checkpoint.vae;
    const program = await this.program('vae', `encoder ${size}${seamlessKey(seamless)}`, () => {
      return Program.compile(this.runtime, encoderGraph(this.runtime.precision, config, size, seamless), weights);
    });
    return numbersOf(await program.run({ pixels: this.tensor(pixels, [1, 3, size, size]) }), 'moments');
  }

  /**
   * The VAE's planar RGB pixels [3, h, w], mostly in −1…1, of scaled latents [channels, side, side].
   * @param side of the latents, `latentSide`
   * @param seamless which edges of the picture meet; none where null
   * @throws OutOfMemoryError
   */
  async decodeLatents(latents: Float32Array, side: number, seamless: Seamless | null = null): Promise<Float32Array> {
    const { config, weights } = this.checkpoint.vae;
    const shape = [1, this.latentChannels, side, side];
    const program = await this.program('vae', `decoder ${side}${seamlessKey(seamless)}`, () => {
      const graph = decoderGraph(this.runtime.precision, config, side * this.pixelsPerLatent, seamless);
      return Program.compile(this.runtime, graph, weights);
    });
    return numbersOf(await program.run({ latents: this.tensor(latents, shape) }), 'pixels');
  }

  /**
   * The U-Net for drawing: inputs `sample`, `timesteps`, `encoderHiddenStates` and, where there is a `lora`, what `mixFeed`
   * gives of it; output `prediction`.
   * @internal
   */
  async denoiser(sizes: UNetSizes, lora: LoraMix | null): Promise<Program> {
    const { config, weights } = this.checkpoint.unet;
    const key = `${sizesKey(sizes)} ${mixKey(lora)}`;
    return this.program('unet', key, () => {
      const graph = denoiserGraph(this.runtime.precision, config, sizes, lora);
      return Program.compile(this.runtime, graph, weights);
    });
  }

  /**
   * The same for steps that share what the deep layers give: `keeping` has the output `deep` too, which stays on the device,
   * `shallow` the input `deep`.
   * @internal
   */
  async sharingDenoiser(sizes: UNetSizes, lora: LoraMix | null, way: SharingWay): Promise<Program> {
    const { config, weights } = this.checkpoint.unet;
    const key = `${way} ${sizesKey(sizes)} ${mixKey(lora)}`;
    return this.program('unet', key, () => {
      const graph = sharingDenoiserGraph(this.runtime.precision, config, sizes, lora, way);
      const keptOutputs = way === 'keeping' ? ['deep'] : [];
      return Program.compile(this.runtime, graph, weights, { keptOutputs });
    });
  }

  /** The numbers of a mix, as the program that was built for it takes them. @internal */
  mixFeed(lora: LoraMix | null): MixFeed {
    return feedMix(this.runtime, lora);
  }

  /**
   * Lets a net's programs and its weights on the device go, where they take much: whoever uses it next waits until they
   * are there again. No program that was compiled elsewhere may still use the weights.
   * @param worth bytes below which a net is kept
   */
  async unload(net: NetName, worth = WORTH_LETTING_GO): Promise<void> {
    const { weights } = this.checkpoint[net];
    if (weights.parameters * NUMBER_BYTES[this.runtime.precision] < worth) return;
    await this.programs.release(`${net} `);
    weights.release();
  }

  /** Frees everything that the model holds on the device. It can be used again, and is then made ready anew. */
  async release(): Promise<void> {
    for (const net of NETS) await this.unload(net, 0);
  }

  /** A program of a net; on WebGPU the weights are shared, elsewhere it has its own. */
  private program(net: NetName, key: string, build: () => Promise<Program>): Promise<Program> {
    const own = this.runtime.kind === 'webgpu' ? 0 : this.checkpoint[net].weights.parameters;
    return this.programs.get(`${net} ${key}`, own * Float32Array.BYTES_PER_ELEMENT, build);
  }
}

function sizesKey({ batch, height, width, textLength, seamless }: UNetSizes): string {
  return `${batch}×${height}×${width}${seamlessKey(seamless)}, ${textLength} tokens`;
}

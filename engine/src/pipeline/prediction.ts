/** The U-Net's answers along the way of one picture: with guidance or without, whole or with the deep layers of an earlier step. */
import type { Tensor } from 'onnxruntime-common';
import type { LoraMix } from '../adapters/loraMix.ts';
import { applyGuidance } from '../diffusion/guidance.ts';
import type { StepWork } from '../diffusion/stepWork.ts';
import type { Seamless } from '../nets/seamless.ts';
import { numbersOf, type Tensors } from '../runtime/program.ts';
import { concatenate } from './concatenate.ts';
import type { MixFeed } from './mixFeed.ts';
import type { Model } from './model.ts';

interface PredictorOptions {
  guidanceScale: number;
  /** Side of the latents. */
  side: number;
  /** Which edges of the picture meet. */
  seamless: Seamless | null;
  /** Whether any step takes the deep layers of an earlier one. */
  shares: boolean;
}

/** Asks the U-Net for one picture. Programs are made ready when they are first needed, and kept by the model. */
export class Predictor {
  readonly #model: Model;
  readonly #lora: LoraMix | null;
  readonly #options: PredictorOptions;
  readonly #adapted: MixFeed;
  /** What the deep layers gave last, one for each call of a step. */
  #deep: Tensor[] = [];
  /** The text states that it was asked with last. */
  #told: Float32Array | null = null;

  constructor(model: Model, lora: LoraMix | null, options: PredictorOptions) {
    this.#model = model;
    this.#lora = lora;
    this.#options = options;
    this.#adapted = model.mixFeed(lora);
  }

  /**
   * The prediction for these latents, after guidance.
   * @param latents [channels, side, side], as the sampler scales them
   * @param states negative prompt first where there is guidance, each [positions, width]
   */
  async predict(
    latents: Float32Array,
    timestep: number,
    states: Float32Array,
    { guided, whole: due }: StepWork,
  ): Promise<Float32Array> {
    // What the deep layers made of other words is of no use.
    const whole = due || states !== this.#told;
    this.#told = states;
    const { guidanceScale, side } = this.#options;
    const parts = guided ? 2 : 1;
    const batch = this.#model.placement.guidesInPairs ? parts : 1;
    const sample = this.#model.tensor(concatenate(new Array<Float32Array>(batch).fill(latents)), [
      batch,
      this.#model.latentChannels,
      side,
      side,
    ]);
    const timesteps = this.#model.tensor(new Float32Array(batch).fill(timestep), [batch, 1]);
    if (whole) this.#forget();
    const predictions: Float32Array[] = [];
    for (const [call, encoderHiddenStates] of this.#calls(states, guided, batch).entries()) {
      const feeds = { sample, timesteps, encoderHiddenStates, ...this.#adapted.tensors };
      predictions.push(numbersOf(await this.#run(feeds, call, whole), 'prediction'));
    }
    const all = predictions.length === 1 ? (predictions[0] as Float32Array) : concatenate(predictions);
    if (!guided) return all;
    const count = latents.length;
    return applyGuidance(all.subarray(0, count), all.subarray(count), guidanceScale);
  }

  /** Frees what lies on the device for this picture. */
  release(): void {
    this.#forget();
    this.#adapted.release();
  }

  async #run(feeds: Tensors & { encoderHiddenStates: Tensor }, call: number, whole: boolean): Promise<Tensors> {
    const { side, shares, seamless } = this.#options;
    const [batch = 1, textLength = 1] = feeds.encoderHiddenStates.dims;
    const sizes = { batch, height: side, width: side, textLength, seamless };
    if (!shares) return (await this.#model.denoiser(sizes, this.#lora)).run(feeds);
    if (whole) {
      const given = await (await this.#model.sharingDenoiser(sizes, this.#lora, 'keeping')).run(feeds);
      this.#deep.push(given.deep as Tensor);
      return given;
    }
    const deep = this.#deep[call] as Tensor;
    return (await this.#model.sharingDenoiser(sizes, this.#lora, 'shallow')).run({ ...feeds, deep });
  }

  /** The text states of each call: both prompts', the negative one first, or the prompt's alone. */
  #calls(states: Float32Array, guided: boolean, batch: number): Tensor[] {
    const width = this.#model.checkpoint.unet.config.cross_attention_dim;
    const prompts = this.#options.guidanceScale > 1 ? 2 : 1;
    const each = states.length / prompts;
    const asked = guided ? states : states.subarray(states.length - each);
    return Array.from({ length: asked.length / each / batch }, (_, call) =>
      this.#model.tensor(asked.subarray(call * batch * each, (call + 1) * batch * each), [batch, each / width, width]),
    );
  }

  #forget(): void {
    for (const tensor of this.#deep) tensor.dispose();
    this.#deep = [];
  }
}

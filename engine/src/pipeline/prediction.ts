/** The U-Net's answers along the way of one picture: with guidance or without, whole or with the deep layers of an earlier step. */
import type { Tensor } from 'onnxruntime-common';
import type { LoraMix } from '../adapters/loraMix.ts';
import { applyGuidance } from '../diffusion/guidance.ts';
import type { StepWork } from '../diffusion/stepWork.ts';
import { numbersOf, type Tensors } from '../runtime/program.ts';
import { concatenate } from './concatenate.ts';
import type { MixFeed } from './mixFeed.ts';
import type { Model } from './model.ts';

/** What the U-Net is told of a picture: the text states of its prompts, and what adapters add. */
export interface Conditioning {
  /** Negative prompt first where there is guidance. */
  states: Float32Array;
  lora: LoraMix | null;
}

interface PredictorOptions {
  guidanceScale: number;
  /** Side of the latents. */
  side: number;
  /** Whether any step takes the deep layers of an earlier one. */
  shares: boolean;
}

/** Asks the U-Net for one picture. Programs are made ready when they are first needed, and kept by the model. */
export class Predictor {
  readonly #model: Model;
  readonly #conditioning: Conditioning;
  readonly #options: PredictorOptions;
  readonly #adapted: MixFeed;
  /** What the deep layers gave last, one for each call of a step. */
  #deep: Tensor[] = [];

  constructor(model: Model, conditioning: Conditioning, options: PredictorOptions) {
    this.#model = model;
    this.#conditioning = conditioning;
    this.#options = options;
    this.#adapted = model.mixFeed(conditioning.lora);
  }

  /**
   * The prediction for these latents, after guidance.
   * @param latents [channels, side, side], as the sampler scales them
   */
  async predict(latents: Float32Array, timestep: number, { guided, whole }: StepWork): Promise<Float32Array> {
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
    for (const [call, encoderHiddenStates] of this.#states(guided, batch).entries()) {
      const feeds = { sample, timesteps, encoderHiddenStates, ...this.#adapted.tensors };
      predictions.push(numbersOf(await this.#run(feeds, batch, call, whole), 'prediction'));
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

  async #run(feeds: Tensors, batch: number, call: number, whole: boolean): Promise<Tensors> {
    const { side, shares } = this.#options;
    const { lora } = this.#conditioning;
    const sizes = { batch, height: side, width: side, textLength: this.#model.checkpoint.tokenizer.maxTokens };
    if (!shares) return (await this.#model.denoiser(sizes, lora)).run(feeds);
    if (whole) {
      const given = await (await this.#model.sharingDenoiser(sizes, lora, 'keeping')).run(feeds);
      this.#deep.push(given.deep as Tensor);
      return given;
    }
    const deep = this.#deep[call] as Tensor;
    return (await this.#model.sharingDenoiser(sizes, lora, 'shallow')).run({ ...feeds, deep });
  }

  /** The text states of each call: both prompts', the negative one first, or the prompt's alone. */
  #states(guided: boolean, batch: number): Tensor[] {
    const { states } = this.#conditioning;
    const { maxTokens } = this.#model.checkpoint.tokenizer;
    const prompts = this.#options.guidanceScale > 1 ? 2 : 1;
    const each = states.length / prompts;
    const asked = guided ? states : states.subarray(states.length - each);
    return Array.from({ length: asked.length / each / batch }, (_, call) =>
      this.#model.tensor(asked.subarray(call * batch * each, (call + 1) * batch * each), [
        batch,
        maxTokens,
        each / maxTokens,
      ]),
    );
  }

  #forget(): void {
    for (const tensor of this.#deep) tensor.dispose();
    this.#deep = [];
  }
}

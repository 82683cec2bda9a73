/** A new word in training. */
import type { Embedding } from '../adapters/embedding.ts';
import { concatenate } from '../model/concatenate.ts';
import type { Model } from '../model/model.ts';
import { promptFeeds, textEncoderPrefix } from '../model/promptInputs.ts';
import type { UNetSizes } from '../model/unetInputs.ts';
import type { EncodedPrompt } from '../text/tokenizer.ts';
import { inversionStepGraph } from './inversionGraph.ts';
import { type NoisedBatch, type ReadLosses, Trainer } from './trainer.ts';

/** Settings that stay for the whole run. */
export interface InversionTrainerOptions {
  placeholder: string;
  /** Rows of the placeholder token. */
  vectors: number;
  learningRate: number;
  sizes: UNetSizes;
}

/** The samples of one step, each with its prompt, in which the placeholder stands. */
export interface InversionBatch extends NoisedBatch {
  prompts: readonly EncodedPrompt[];
}

/** One run of textual inversion. */
export class InversionTrainer {
  private constructor(
    private readonly model: Model,
    private readonly trainer: Trainer,
    private readonly options: InversionTrainerOptions,
  ) {}

  /** Builds the step's program; every row starts as `initialRow` [hidden_size]. */
  static async create(
    model: Model,
    options: InversionTrainerOptions,
    initialRow: Float32Array,
  ): Promise<InversionTrainer> {
    const { textEncoder: text, unet } = model.checkpoint;
    const graph = inversionStepGraph({
      textEncoder: { config: text.config, prefix: textEncoderPrefix(text.weights) },
      unet: unet.config,
      sizes: options.sizes,
      vectors: options.vectors,
      precision: model.runtime.precision,
    });
    const theta = concatenate(Array.from({ length: options.vectors }, () => initialRow));
    const weights = [text.weights, unet.weights];
    return new InversionTrainer(
      model,
      await Trainer.create(model, graph, weights, theta, options.learningRate),
      options,
    );
  }

  /** Steps taken so far. */
  get stepsDone(): number {
    return this.trainer.stepsDone;
  }

  /** Takes one step. The losses of the samples [b] are read when the returned function is called. */
  async train(batch: InversionBatch): Promise<ReadLosses> {
    const { sizes, vectors } = this.options;
    return this.trainer.train(batch, sizes, promptFeeds(this.model.runtime, batch.prompts, vectors));
  }

  /** What has been learnt by now. */
  async embedding(): Promise<Embedding> {
    const { checkpoint } = this.model;
    return {
      baseModel: checkpoint.name,
      token: this.options.placeholder,
      width: checkpoint.textEncoder.config.hidden_size,
      vectors: await this.trainer.theta(),
    };
  }

  /** How many steps so far changed nothing; see `Trainer.skippedSteps`. */
  skippedSteps(): Promise<number> {
    return this.trainer.skippedSteps();
  }

  /** Frees the device's memory. */
  async release(): Promise<void> {
    await this.trainer.release();
  }
}

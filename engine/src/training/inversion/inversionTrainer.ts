/** A new word in training. */
import type { Embedding } from '../../adapters/embedding.ts';
import { concatenate } from '../../pipeline/concatenate.ts';
import type { Model } from '../../pipeline/model.ts';
import { promptFeeds, textEncoderPrefix } from '../../pipeline/promptInputs.ts';
import type { EncodedPrompt } from '../../text/tokenizer.ts';
import type { TrainerState } from '../run/runState.ts';
import type { RunTrainer } from '../run/watchedRun.ts';
import { constantRate } from '../step/learningRate.ts';
import { stepRules } from '../step/stepPlan.ts';
import { type NoisedBatch, type ReadLosses, Trainer } from '../step/trainer.ts';
import { type InversionGraphOptions, inversionPass } from './inversionGraph.ts';

/** Settings that stay for the whole run. */
export interface InversionTrainerOptions {
  placeholder: string;
  /** Rows of the placeholder token. */
  vectors: number;
  learningRate: number;
  /** Samples in one step. */
  batchSize: number;
  /** Side of the pictures in pixels, a multiple of the model's sizeStep; left out, that which it was trained on. */
  size?: number;
  /** See `TrainerOptions`. */
  segments?: number;
}

/** The samples of one step, each with its prompt, in which the placeholder stands. */
export interface InversionBatch extends NoisedBatch {
  prompts: readonly EncodedPrompt[];
}

/** One run of textual inversion. */
export class InversionTrainer implements RunTrainer<Embedding> {
  private constructor(
    private readonly model: Model,
    private readonly trainer: Trainer,
    private readonly options: InversionTrainerOptions,
  ) {}

  /**
   * Builds the step's program; every row starts as `initialRow` [hidden_size], or goes on from `saved`.
   * Throws RunStateError where that is the state of another run.
   */
  static async create(
    model: Model,
    options: InversionTrainerOptions,
    initialRow: Float32Array,
    saved: TrainerState | null = null,
  ): Promise<InversionTrainer> {
    const { textEncoder: text, unet } = model.checkpoint;
    const graphOptions = inversionGraphOptions(model, options);
    const trainer = await Trainer.create(
      model,
      {
        pass: () => inversionPass(graphOptions),
        sizes: graphOptions.sizes,
        // diffusers' textual inversion does not clip.
        rules: stepRules({ segments: options.segments ?? 0, maxGradientNorm: 0 }),
        weights: [text.weights, unet.weights],
        theta: concatenate(Array.from({ length: options.vectors }, () => initialRow)),
        schedule: constantRate(options.learningRate),
      },
      saved,
    );
    return new InversionTrainer(model, trainer, options);
  }

  /** Steps taken so far. */
  get stepsDone(): number {
    return this.trainer.stepsDone;
  }

  /** See `Trainer.learningRate`. */
  get learningRate(): number {
    return this.trainer.learningRate;
  }

  /** Takes one step. The losses of the samples [b] are read when the returned function is called. */
  async train(batch: InversionBatch): Promise<ReadLosses> {
    const conditioning = promptFeeds(this.model.runtime, batch.prompts, this.options.vectors);
    return this.trainer.train([{ batch, conditioning }]);
  }

  /** What has been learnt by now. */
  async learnt(): Promise<Embedding> {
    const { checkpoint } = this.model;
    return {
      baseModel: checkpoint.name,
      token: this.options.placeholder,
      width: checkpoint.textEncoder.config.hidden_size,
      vectors: await this.trainer.theta(),
    };
  }

  /** Everything that the next steps depend on, a copy. */
  saved(): Promise<TrainerState> {
    return this.trainer.saved();
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

/** What the graphs of textual inversion are built for on this model. */
export function inversionGraphOptions(
  model: Model,
  { batchSize, vectors, size = model.nativeSize }: Pick<InversionTrainerOptions, 'batchSize' | 'vectors' | 'size'>,
): InversionGraphOptions {
  const { textEncoder, unet, tokenizer } = model.checkpoint;
  const side = model.latentSide(size);
  return {
    textEncoder: { config: textEncoder.config, prefix: textEncoderPrefix(textEncoder.weights) },
    unet: unet.config,
    sizes: { batch: batchSize, height: side, width: side, textLength: tokenizer.maxTokens },
    vectors,
    precision: model.runtime.precision,
  };
}

/** A LoRA in training. */
import { inTextEncoder } from '../../adapters/adaptedNets.ts';
import { initTheta, type LoraAdapter, type LoraModule } from '../../adapters/loraLayout.ts';
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { Model } from '../../pipeline/model.ts';
import type { TrainerState } from '../run/runState.ts';
import type { RunTrainer } from '../run/watchedRun.ts';
import { constantRate, type LearningRateSchedule } from '../step/learningRate.ts';
import type { LoraBatch } from '../step/sampleBatch.ts';
import { stepNets } from '../step/stepNets.ts';
import type { StepRules } from '../step/stepPlan.ts';
import { type ReadLosses, Trainer } from '../step/trainer.ts';
import { loraStep } from './loraStep.ts';
import { samplePromptFeeds } from './samplePrompts.ts';

/** Settings that stay for the whole run. */
export interface LoraTrainerOptions extends Partial<StepRules> {
  rank: number;
  loraAlpha: number;
  /** The layers that learn, the U-Net's before the text encoder's; left out, the model's `loraModules`. */
  modules?: readonly LoraModule[];
  /** A number stands for all steps. */
  learningRate: number | LearningRateSchedule;
  /** Samples in one batch. */
  samples: number;
  /** Side of the pictures in pixels, a multiple of the model's sizeStep; left out, that which it was trained on. */
  size?: number;
}

/** One run of LoRA training. */
export class LoraTrainer implements RunTrainer<LoraAdapter> {
  private constructor(
    private readonly model: Model,
    private readonly trainer: Trainer,
    private readonly options: Required<Pick<LoraTrainerOptions, 'rank' | 'loraAlpha' | 'modules'>>,
  ) {}

  /**
   * Builds the step's programs; θ starts as PEFT's does (A random, B zero), from `generator`, or goes on from `saved`.
   * Throws RunStateError where that is the state of another run.
   */
  static async create(
    model: Model,
    { learningRate, size = model.nativeSize, modules = model.loraModules, ...options }: LoraTrainerOptions,
    generator: TorchGenerator,
    saved: TrainerState | null = null,
  ): Promise<LoraTrainer> {
    const { unet, textEncoder } = model.checkpoint;
    const { rank, loraAlpha } = options;
    const trainer = await Trainer.create(
      model,
      {
        ...loraStep(stepNets(model), { ...options, modules, size }),
        weights: modules.some(inTextEncoder) ? [unet.weights, textEncoder.weights] : unet.weights,
        theta: initTheta(modules, rank, generator),
        schedule: typeof learningRate === 'number' ? constantRate(learningRate) : learningRate,
      },
      saved,
    );
    return new LoraTrainer(model, trainer, { rank, loraAlpha, modules });
  }

  /** Steps taken so far. */
  get stepsDone(): number {
    return this.trainer.stepsDone;
  }

  /** See `Trainer.learningRate`. */
  get learningRate(): number {
    return this.trainer.learningRate;
  }

  /**
   * Takes one step on as many batches as are accumulated. The losses of their samples, one batch after the other, are
   * read when the returned function is called.
   */
  async train(...batches: readonly LoraBatch[]): Promise<ReadLosses> {
    return this.trainer.train(
      batches.map((batch) => ({ batch, conditioning: samplePromptFeeds(this.model, batch.prompts) })),
    );
  }

  /** What has been learnt by now, as an adapter. */
  async learnt(): Promise<LoraAdapter> {
    const { rank, loraAlpha, modules } = this.options;
    const theta = await this.trainer.theta();
    return { baseModel: this.model.checkpoint.name, rank, loraAlpha, modules: [...modules], theta };
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

/** A LoRA in training. */
import { initTheta, type LoraAdapter } from '../adapters/loraLayout.ts';
import type { TorchGenerator } from '../diffusion/torchRandom.ts';
import type { Model } from '../model/model.ts';
import type { UNetSizes } from '../model/unetInputs.ts';
import { loraStepGraph } from './loraGraph.ts';
import type { TrainerState } from './runState.ts';
import { type NoisedBatch, type ReadLosses, Trainer } from './trainer.ts';
import type { RunTrainer } from './watchedRun.ts';

/** Settings that stay for the whole run. */
export interface LoraTrainerOptions {
  rank: number;
  loraAlpha: number;
  learningRate: number;
  sizes: UNetSizes;
}

/** The samples of one step and the text states that they go with, [batch, textLength, width]. */
export interface LoraBatch extends NoisedBatch {
  textStates: Float32Array;
}

/** One run of LoRA training. */
export class LoraTrainer implements RunTrainer<LoraAdapter> {
  private constructor(
    private readonly model: Model,
    private readonly trainer: Trainer,
    private readonly options: LoraTrainerOptions,
  ) {}

  /**
   * Builds the step's program; θ starts as PEFT's does (A random, B zero), from `generator`, or goes on from `saved`.
   * Throws RunStateError where that is the state of another run.
   */
  static async create(
    model: Model,
    options: LoraTrainerOptions,
    generator: TorchGenerator,
    saved: TrainerState | null = null,
  ): Promise<LoraTrainer> {
    const { config, weights } = model.checkpoint.unet;
    const modules = [...model.loraModules];
    const graph = loraStepGraph({ config, modules, precision: model.runtime.precision, ...options });
    const theta = initTheta(modules, options.rank, generator);
    const trainer = await Trainer.create(model, graph, weights, theta, options.learningRate, saved);
    return new LoraTrainer(model, trainer, options);
  }

  /** Steps taken so far. */
  get stepsDone(): number {
    return this.trainer.stepsDone;
  }

  /** Takes one step. The losses of the samples [b] are read when the returned function is called. */
  async train(batch: LoraBatch): Promise<ReadLosses> {
    const { sizes } = this.options;
    const width = batch.textStates.length / sizes.batch / sizes.textLength;
    const textStates = this.model.tensor(batch.textStates, [sizes.batch, sizes.textLength, width]);
    return this.trainer.train(batch, sizes, { textStates });
  }

  /** What has been learnt by now, as an adapter. */
  async learnt(): Promise<LoraAdapter> {
    const { rank, loraAlpha } = this.options;
    const theta = await this.trainer.theta();
    return { baseModel: this.model.checkpoint.name, rank, loraAlpha, modules: [...this.model.loraModules], theta };
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

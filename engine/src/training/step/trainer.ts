/** A vector in training: θ and the optimizer's memory on the device, and one step at a time. */
import type { Tensor } from 'onnxruntime-common';
import { concatenate } from '../../pipeline/concatenate.ts';
import type { Model } from '../../pipeline/model.ts';
import type { UNetSizes } from '../../pipeline/unetInputs.ts';
import { Chain } from '../../runtime/chain.ts';
import type { NetWeights } from '../../runtime/netWeights.ts';
import { Program, type Tensors } from '../../runtime/program.ts';
import { resumedVectors, type TrainerState } from '../run/runState.ts';
import { type LearningRateSchedule, learningRateAt } from './learningRate.ts';
import { FRESH_SCALING } from './lossScaling.ts';
import { averagingRate } from './movingAverage.ts';
import { ADAMW, type AdamWSettings, stepScalars } from './optimizer.ts';
import { stepStages } from './stepStages.ts';
import { pieceLength, pieceNames, stepState, type TrainingPass, type UpdateRules } from './trainingGraph.ts';

/** What every method gives the U-Net in one step, flat, [batch, …] each. */
export interface NoisedBatch {
  noisyLatents: Float32Array;
  timesteps: Float32Array;
  /** What the U-Net should say: the noise, or the velocity. */
  target: Float32Array;
  /** Weight of each sample in the loss. */
  sampleWeights: Float32Array;
}

/** A batch with what the method feeds beside it. */
export interface FedBatch {
  batch: NoisedBatch;
  conditioning: Tensors;
}

/** One step's losses, those of its batches' samples one after the other, read from the device when called. */
export type ReadLosses = () => Promise<Float32Array>;

/** How a vector is trained. */
export interface TrainerOptions {
  /** Builds the forward pass, in a graph of its own. */
  pass: () => TrainingPass;
  weights: NetWeights | readonly NetWeights[];
  /** Sizes of one batch. */
  sizes: UNetSizes;
  /** Where training starts. */
  theta: Float32Array;
  schedule: LearningRateSchedule;
  adamW?: AdamWSettings;
  /** The gradient is scaled down to this norm; 0 leaves it as it is. */
  maxGradientNorm: number;
  /** Batches whose gradients are summed before θ moves: as one that is so many times larger, in the memory of one. */
  accumulation?: number;
  /** How many parts the nets are cut into, so that gradients take less memory and more time; see `StepCuts`. */
  segments?: number;
  /** Decay of the moving average that is learnt instead of θ itself, from 0 to below 1; 0 keeps none. */
  averageDecay?: number;
}

/** What moves θ: one program for a whole step; or those for each of its batches, and one for what comes after them. */
type StepPrograms = { step: Program } | { batch: Chain; update: Program; pieceLengths: readonly number[] };

/** One run's trainable state on the device. */
export class Trainer {
  private constructor(
    private readonly model: Model,
    private readonly programs: StepPrograms,
    private readonly options: Required<TrainerOptions>,
    /** See `stepState`. */
    private readonly nextState: Readonly<Record<string, string>>,
    private step: number,
    private state: Tensors,
  ) {}

  /**
   * Compiles what a step needs; training starts from the options' θ, or goes on from `saved`.
   * Throws RunStateError where that is the state of another run.
   */
  static async create(model: Model, options: TrainerOptions, saved: TrainerState | null = null): Promise<Trainer> {
    const all: Required<TrainerOptions> = { adamW: ADAMW, accumulation: 1, segments: 0, averageDecay: 0, ...options };
    const { theta, averageDecay, maxGradientNorm, adamW } = all;
    const rules: UpdateRules = { ...adamW, maxGradientNorm, averaged: averageDecay > 0 };
    const nextState = stepState(model.runtime.precision, rules);
    const fresh: Record<string, Float32Array> = {
      theta,
      m: new Float32Array(theta.length),
      v: new Float32Array(theta.length),
      ...(rules.averaged && { average: theta }),
    };
    if (model.runtime.precision === 'float16') {
      for (const [name, number] of Object.entries(FRESH_SCALING)) fresh[name] = Float32Array.of(number);
    }
    const vectors = saved ? resumedVectors(fresh, saved) : fresh;
    const programs = await compilePrograms(model, all, rules, Object.values(nextState));
    const state = Object.fromEntries(
      Object.entries(vectors).map(([name, data]) => [name, model.tensor(data, [data.length])]),
    );
    return new Trainer(model, programs, all, nextState, saved?.step ?? 0, state);
  }

  /** Steps taken so far. */
  get stepsDone(): number {
    return this.step;
  }

  /** The learning rate of the last step, or of the first where none was taken. */
  get learningRate(): number {
    return learningRateAt(this.options.schedule, Math.max(0, this.step - 1));
  }

  /** Takes one step on as many batches as the options' `accumulation` says, each of their `sizes`. */
  async train(batches: readonly FedBatch[]): Promise<ReadLosses> {
    const [only] = batches;
    if (!only || batches.length !== this.options.accumulation) {
      throw new RangeError(`a step takes ${this.options.accumulation} batches, not ${batches.length}`);
    }
    const { programs } = this;
    this.step += 1;
    if ('step' in programs) {
      const results = await programs.step.run({ ...this.state, ...this.scalars(), ...this.feeds(only) });
      this.advance(results);
      return readLosses([output(results, 'sampleLosses')]);
    }
    const losses: Tensor[] = [];
    let sums = this.emptySums(programs.pieceLengths);
    for (const batch of batches) {
      const results = await programs.batch.run({ ...this.state, ...sums, ...this.feeds(batch) });
      dispose(sums);
      sums = Object.fromEntries(
        Object.keys(sums).map((name, index) => [name, output(results, pieceNames(index).next)]),
      );
      losses.push(output(results, 'sampleLosses'));
    }
    this.advance(await programs.update.run({ ...this.state, ...this.scalars(), ...sums }));
    dispose(sums);
    return readLosses(losses);
  }

  /** Pieces of a gradient, by their names, before the first batch. */
  private emptySums(pieceLengths: readonly number[]): Tensors {
    return Object.fromEntries(
      pieceLengths.map((length, index) => [
        pieceNames(index).sum,
        this.model.tensor(new Float32Array(length), [length]),
      ]),
    );
  }

  /** What has been learnt by now, a copy: the moving average where there is one, or else θ. */
  async theta(): Promise<Float32Array<ArrayBuffer>> {
    const learnt = this.options.averageDecay > 0 ? 'average' : 'theta';
    return Float32Array.from((await output(this.state, learnt).getData()) as Float32Array);
  }

  /** Everything that the next steps depend on, a copy. */
  async saved(): Promise<TrainerState> {
    const vectors: TrainerState['vectors'] = {};
    for (const [name, tensor] of Object.entries(this.state)) {
      vectors[name] = Float32Array.from((await tensor.getData()) as Float32Array);
    }
    return { step: this.step, vectors };
  }

  /** How many of the steps so far changed nothing because their gradient overflowed; 0 in float32. */
  async skippedSteps(): Promise<number> {
    const { stepsTaken } = this.state;
    if (!stepsTaken) return 0;
    const [taken = Number.NaN] = (await stepsTaken.getData()) as Float32Array;
    return this.step - taken;
  }

  /** Frees the device's memory. */
  async release(): Promise<void> {
    dispose(this.state);
    const { programs } = this;
    if ('step' in programs) return programs.step.release();
    await programs.batch.release();
    await programs.update.release();
  }

  /** Takes over the state after a step. */
  private advance(results: Tensors): void {
    dispose(this.state);
    const next = Object.entries(this.nextState);
    this.state = Object.fromEntries(next.map(([name, from]) => [name, output(results, from)]));
  }

  /** The numbers of the step that is taken, counted from 1. */
  private scalars(): Tensors {
    const { adamW, averageDecay } = this.options;
    const scalars = {
      ...stepScalars(this.step, this.learningRate, adamW),
      averagingRate: averagingRate(this.step, averageDecay),
    };
    return Object.fromEntries(
      Object.entries(scalars).map(([name, number]) => [name, this.model.tensor(Float32Array.of(number), [1])]),
    );
  }

  private feeds({ batch, conditioning }: FedBatch): Tensors {
    const { batch: count, height, width } = this.options.sizes;
    const image = [count, this.model.latentChannels, height, width];
    return {
      sample: this.model.tensor(batch.noisyLatents, image),
      target: this.model.tensor(batch.target, image),
      timesteps: this.model.tensor(batch.timesteps, [count, 1]),
      sampleWeights: this.model.tensor(batch.sampleWeights, [count]),
      ...conditioning,
    };
  }
}

/** @param stateOutputs names of the outputs that are the next step's state */
async function compilePrograms(
  { runtime }: Model,
  { pass, weights, accumulation, segments }: Required<TrainerOptions>,
  rules: UpdateRules,
  stateOutputs: readonly string[],
): Promise<StepPrograms> {
  const built = stepStages(pass(), { rules, accumulation, segments });
  // The state stays on the GPU between steps; so do the losses, which are read only now and then.
  const keptOutputs = [...stateOutputs, 'sampleLosses'];
  if ('step' in built) return { step: await Program.compile(runtime, built.step.graph, weights, { keptOutputs }) };
  const batch = await Chain.compile(runtime, built.batch, weights);
  const update = await Program.compile(runtime, built.update.graph, null, { keptOutputs });
  return { batch, update, pieceLengths: built.pieces.map(pieceLength) };
}

function dispose(tensors: Tensors): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}

function readLosses(losses: readonly Tensor[]): ReadLosses {
  return async () => {
    const numbers: Float32Array[] = [];
    for (const tensor of losses) numbers.push((await tensor.getData(true)) as Float32Array);
    return concatenate(numbers);
  };
}

function output(results: Tensors, name: string): Tensor {
  const tensor = results[name];
  if (!tensor) throw new TypeError(`the program gave no ${name}`);
  return tensor;
}

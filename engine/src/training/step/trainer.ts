/** A vector in training: θ and the optimizer's memory on the device, and one step at a time. */
import type { Tensor } from 'onnxruntime-common';
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { Stage } from '../../graph/segments/stages.ts';
import { concatenate } from '../../pipeline/concatenate.ts';
import type { Model } from '../../pipeline/model.ts';
import { Chain } from '../../runtime/chain.ts';
import type { NetWeights } from '../../runtime/netWeights.ts';
import { Program, type Tensors } from '../../runtime/program.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { resumedVectors, type TrainerState } from '../run/state.ts';
import { type LearningRateSchedule, learningRateAt } from './learningRate.ts';
import { FRESH_SCALING } from './lossScaling.ts';
import { averagingRate } from './movingAverage.ts';
import { stepScalars } from './optimizer.ts';
import { planStep, type StepDescription, type StepPlan } from './stepPlan.ts';
import { type GradientPiece, pieceLength, pieceNames } from './trainingGraph.ts';

/** What every method gives the U-Net in one step, flat, [batch, …] each. */
export interface NoisedBatch {
  noisyLatents: Float32Array;
  timesteps: Float32Array;
  /**
   * What the U-Net should say: the noise, or the velocity. That of the last samples may be missing where the method has an
   * `ownTarget`.
   */
  target: Float32Array;
  /** Weight of each sample in the loss. */
  sampleWeights: Float32Array;
}

/** One step's losses, those of its batches' samples one after the other, read from the device when called. */
export type ReadLosses = () => Promise<Float32Array>;

/** A method of training: what its steps are made of, and what is learnt, an `L`, of batches `B`. */
export interface Method<B extends NoisedBatch, L> extends StepDescription {
  weights: NetWeights | readonly NetWeights[];
  schedule: LearningRateSchedule;
  /** Where θ starts; what is random about it comes from the generator. */
  theta: (generator: TorchGenerator) => Float32Array;
  /** What the pass is fed of a batch beside what is common to all methods. */
  feeds: (batch: B) => Tensors;
  /** What has been learnt where θ, or its moving average, is this. */
  result: (theta: Float32Array<ArrayBuffer>) => L;
}

/** A step's plan, made ready to run. */
interface StepPrograms {
  target: Program | null;
  batch: Chain;
  update: Program | null;
}

/** One run's trainable state on the device. */
export class Trainer<B extends NoisedBatch, L> {
  private constructor(
    private readonly model: Model,
    private readonly method: Method<B, L>,
    private readonly plan: Pick<StepPlan, 'pieces' | 'state'>,
    private readonly programs: StepPrograms,
    private step: number,
    private state: Tensors,
  ) {}

  /**
   * Compiles what a step needs; training starts from the method's θ, or goes on from `saved`.
   * Throws RunStateError where that is the state of another run.
   */
  static async create<B extends NoisedBatch, L>(
    model: Model,
    method: Method<B, L>,
    generator: TorchGenerator,
    saved: TrainerState | null = null,
  ): Promise<Trainer<B, L>> {
    const plan = planStep(method);
    const fresh = firstVectors(method.theta(generator), plan);
    const vectors = saved ? resumedVectors(fresh, saved) : fresh;
    const programs = await compilePrograms(model.runtime, plan, method.weights);
    const state = Object.fromEntries(
      Object.entries(vectors).map(([name, data]) => [name, model.tensor(data, [data.length])]),
    );
    // The graphs themselves are let go.
    const { pieces, state: names } = plan;
    return new Trainer(model, method, { pieces, state: names }, programs, saved?.step ?? 0, state);
  }

  /** Steps taken so far. */
  get stepsDone(): number {
    return this.step;
  }

  /** The learning rate of the last step, or of the first where none was taken. */
  get learningRate(): number {
    return learningRateAt(this.method.schedule, Math.max(0, this.step - 1));
  }

  /** Takes one step on as many batches as the rules' `accumulation` says, each of the method's `sizes`. */
  async train(...batches: readonly B[]): Promise<ReadLosses> {
    const { accumulation } = this.method.rules;
    if (batches.length !== accumulation) {
      throw new RangeError(`a step takes ${accumulation} batches, not ${batches.length}`);
    }
    const { target, batch: chain, update } = this.programs;
    this.step += 1;
    const scalars = this.scalars();
    const losses: Tensor[] = [];
    let results: Tensors = {};
    let sums = emptySums(this.model, this.plan.pieces);
    for (const batch of batches) {
      const feeds = this.feeds(batch);
      const completed = target && !feeds.target ? await target.run(feeds) : {};
      results = await chain.run({ ...this.state, ...scalars, ...sums, ...feeds, ...completed });
      dispose(completed);
      dispose(sums);
      sums = Object.fromEntries(
        Object.keys(sums).map((name, index) => [name, output(results, pieceNames(index).next)]),
      );
      losses.push(output(results, 'sampleLosses'));
    }
    if (update) results = await update.run({ ...this.state, ...scalars, ...sums });
    this.advance(results);
    dispose(sums);
    return readLosses(losses);
  }

  /** What has been learnt by now, a copy: the moving average where there is one, or else θ. */
  async theta(): Promise<Float32Array<ArrayBuffer>> {
    const learnt = this.method.rules.averageDecay > 0 ? 'average' : 'theta';
    return Float32Array.from((await output(this.state, learnt).getData()) as Float32Array);
  }

  /** What the method makes of that. */
  async learnt(): Promise<L> {
    return this.method.result(await this.theta());
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
    const { target, batch, update } = this.programs;
    await target?.release();
    await batch.release();
    await update?.release();
  }

  /** Takes over the state after a step. */
  private advance(results: Tensors): void {
    dispose(this.state);
    const next = Object.entries(this.plan.state);
    this.state = Object.fromEntries(next.map(([name, from]) => [name, output(results, from)]));
  }

  /** The numbers of the step that is taken, counted from 1. */
  private scalars(): Tensors {
    const { adamW, averageDecay } = this.method.rules;
    const scalars = {
      ...stepScalars(this.step, this.learningRate, adamW),
      averagingRate: averagingRate(this.step, averageDecay),
    };
    return Object.fromEntries(
      Object.entries(scalars).map(([name, number]) => [name, this.model.tensor(Float32Array.of(number), [1])]),
    );
  }

  private feeds(batch: B): Tensors {
    const { batch: count, height, width } = this.method.sizes;
    const latents = [this.model.latentChannels, height, width];
    const given = (count * batch.target.length) / batch.noisyLatents.length;
    const target = given > 0 && this.model.tensor(batch.target, [given, ...latents]);
    return {
      sample: this.model.tensor(batch.noisyLatents, [count, ...latents]),
      ...(target && { [given === count ? 'target' : 'givenTarget']: target }),
      timesteps: this.model.tensor(batch.timesteps, [count, 1]),
      sampleWeights: this.model.tensor(batch.sampleWeights, [count]),
      ...this.method.feeds(batch),
    };
  }
}

/** The state before the first step, by the names of `StepPlan.state`: the moving average begins at θ, moments at 0. */
function firstVectors(theta: Float32Array, { state }: StepPlan): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.keys(state).map((name) => {
      if (name === 'theta' || name === 'average') return [name, theta];
      if (name === 'm' || name === 'v') return [name, new Float32Array(theta.length)];
      return [name, Float32Array.of(FRESH_SCALING[name as keyof typeof FRESH_SCALING])];
    }),
  );
}

/** What a step puts out stays on the GPU: it is the next step's state, and losses are read only now and then. */
async function compilePrograms(
  runtime: Runtime,
  plan: StepPlan,
  weights: NetWeights | readonly NetWeights[],
): Promise<StepPrograms> {
  const compile = (stage: Stage | null, nets: typeof weights | null) =>
    stage && Program.compile(runtime, stage.graph, nets, { keptOutputs: [...stage.graph.outputs.keys()] });
  const target = await compile(plan.target, weights);
  const batch = await Chain.compile(runtime, plan.batch, weights);
  return { target, batch, update: await compile(plan.update, null) };
}

/** Pieces of a gradient, by their names, before the first batch. */
function emptySums(model: Model, pieces: readonly GradientPiece[]): Tensors {
  return Object.fromEntries(
    pieces.map((piece, index) => {
      const length = pieceLength(piece);
      return [pieceNames(index).sum, model.tensor(new Float32Array(length), [length])];
    }),
  );
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

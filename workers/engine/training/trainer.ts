/** A vector in training: θ and the optimizer's memory on the device, and one step at a time. */
import type { Tensor } from 'onnxruntime-common';
import type { Graph } from '../graph/graph.ts';
import type { Precision } from '../graph/value.ts';
import type { Model } from '../model/model.ts';
import type { UNetSizes } from '../model/unetInputs.ts';
import type { NetWeights } from '../runtime/netWeights.ts';
import { Program, type Tensors } from '../runtime/program.ts';
import { FRESH_SCALING } from './lossScaling.ts';
import { stepScalars } from './optimizer.ts';
import { resumedVectors, type TrainerState } from './runState.ts';
import { stepState } from './trainingGraph.ts';

/** What every method gives the U-Net in one step, flat, [batch, …] each. */
export interface NoisedBatch {
  noisyLatents: Float32Array;
  timesteps: Float32Array;
  /** What the U-Net should say: the noise, or the velocity. */
  target: Float32Array;
  /** Weight of each sample in the loss. */
  sampleWeights: Float32Array;
}

/** One step's losses, [batch], read from the device when called. */
export type ReadLosses = () => Promise<Float32Array>;

/** One run's trainable state on the device. */
export class Trainer {
  private constructor(
    private readonly model: Model,
    private readonly program: Program,
    private readonly learningRate: number,
    private readonly precision: Precision,
    private step: number,
    private state: Tensors,
  ) {}

  /**
   * Compiles a `stepGraph`; training starts from `theta`, or goes on from `saved`.
   * Throws RunStateError where that is the state of another run.
   */
  static async create(
    model: Model,
    graph: Graph,
    weights: NetWeights | readonly NetWeights[],
    theta: Float32Array,
    learningRate: number,
    saved: TrainerState | null = null,
  ): Promise<Trainer> {
    const fresh: Record<string, Float32Array> = {
      theta,
      m: new Float32Array(theta.length),
      v: new Float32Array(theta.length),
    };
    if (graph.precision === 'float16') {
      for (const [name, number] of Object.entries(FRESH_SCALING)) fresh[name] = Float32Array.of(number);
    }
    const vectors = saved ? resumedVectors(fresh, saved) : fresh;
    // The state stays on the GPU between steps; so do the losses, which are read only now and then.
    const keptOutputs = [...Object.values(stepState(graph.precision)), 'sampleLosses'];
    const program = await Program.compile(model.runtime, graph, weights, { keptOutputs });
    const state = Object.fromEntries(
      Object.entries(vectors).map(([name, data]) => [name, model.tensor(data, [data.length])]),
    );
    return new Trainer(model, program, learningRate, graph.precision, saved?.step ?? 0, state);
  }

  /** Steps taken so far. */
  get stepsDone(): number {
    return this.step;
  }

  /** Takes one step on a batch of the graph's `sizes`; `conditioning` is what the method feeds beside it. */
  async train(batch: NoisedBatch, sizes: UNetSizes, conditioning: Tensors): Promise<ReadLosses> {
    this.step += 1;
    const feeds: Tensors = { ...this.state, ...batchTensors(this.model, batch, sizes), ...conditioning };
    for (const [name, number] of Object.entries(stepScalars(this.step, this.learningRate))) {
      feeds[name] = this.model.tensor(Float32Array.of(number), [1]);
    }
    const results = await this.program.run(feeds);
    for (const tensor of Object.values(this.state)) tensor.dispose();
    const next = Object.entries(stepState(this.precision));
    this.state = Object.fromEntries(next.map(([name, from]) => [name, output(results, from)]));
    const losses = output(results, 'sampleLosses');
    return async () => (await losses.getData(true)) as Float32Array;
  }

  /** θ as it is now, a copy. */
  async theta(): Promise<Float32Array<ArrayBuffer>> {
    return Float32Array.from((await output(this.state, 'theta').getData()) as Float32Array);
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
    for (const tensor of Object.values(this.state)) tensor.dispose();
    await this.program.release();
  }
}

function batchTensors(model: Model, batch: NoisedBatch, { batch: count, height, width }: UNetSizes): Tensors {
  const image = [count, model.latentChannels, height, width];
  return {
    sample: model.tensor(batch.noisyLatents, image),
    target: model.tensor(batch.target, image),
    timesteps: model.tensor(batch.timesteps, [count, 1]),
    sampleWeights: model.tensor(batch.sampleWeights, [count]),
  };
}

function output(results: Tensors, name: string): Tensor {
  const tensor = results[name];
  if (!tensor) throw new TypeError(`the program gave no ${name}`);
  return tensor;
}

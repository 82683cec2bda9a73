/** A vector in training: θ and the optimizer's memory on the device, and one step at a time. */
import type { Tensor } from 'onnxruntime-common';
import type { Graph } from '../graph/graph.ts';
import type { Model } from '../model/model.ts';
import type { UNetSizes } from '../model/unetInputs.ts';
import type { NetWeights } from '../runtime/netWeights.ts';
import { Program, type Tensors } from '../runtime/program.ts';
import { stepScalars } from './optimizer.ts';

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

const STATE = { theta: 'nextTheta', m: 'nextM', v: 'nextV' } as const;

/** One run's trainable state on the device. */
export class Trainer {
  private step = 0;

  private constructor(
    private readonly model: Model,
    private readonly program: Program,
    private readonly learningRate: number,
    private state: Record<keyof typeof STATE, Tensor>,
  ) {}

  /** Compiles a `stepGraph`; training starts from `theta`. */
  static async create(
    model: Model,
    graph: Graph,
    weights: NetWeights,
    theta: Float32Array,
    learningRate: number,
  ): Promise<Trainer> {
    // θ, m and v stay on the GPU between steps; so do the losses, which are read only now and then.
    const keptOutputs = [...Object.values(STATE), 'sampleLosses'];
    const program = await Program.compile(model.runtime, graph, weights, { keptOutputs });
    const vector = (data: Float32Array) => model.tensor(data, [theta.length]);
    const state = {
      theta: vector(theta),
      m: vector(new Float32Array(theta.length)),
      v: vector(new Float32Array(theta.length)),
    };
    return new Trainer(model, program, learningRate, state);
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
    this.state = { theta: output(results, STATE.theta), m: output(results, STATE.m), v: output(results, STATE.v) };
    const losses = output(results, 'sampleLosses');
    return async () => (await losses.getData(true)) as Float32Array;
  }

  /** θ as it is now, a copy. */
  async theta(): Promise<Float32Array<ArrayBuffer>> {
    return Float32Array.from((await this.state.theta.getData()) as Float32Array);
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

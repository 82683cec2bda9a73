/** A LoRA in training: its vector, the optimizer's memory, and one step at a time. */
import type { Tensor } from 'onnxruntime-common';
import { initTheta, type LoraAdapter } from '../adapters/loraLayout.ts';
import type { TorchGenerator } from '../diffusion/torchRandom.ts';
import type { Model } from '../model/model.ts';
import type { UNetSizes } from '../model/unetInputs.ts';
import { Program, type Tensors } from '../runtime/program.ts';
import { loraStepGraph } from './loraGraph.ts';
import { stepScalars } from './optimizer.ts';

/** Settings that stay for the whole run. */
export interface LoraTrainerOptions {
  rank: number;
  loraAlpha: number;
  learningRate: number;
  sizes: UNetSizes;
}

/** The samples of one step, flat, [batch, …] each. */
export interface TrainingBatch {
  noisyLatents: Float32Array;
  timesteps: Float32Array;
  textStates: Float32Array;
  /** What the U-Net should say: the noise, or the velocity. */
  target: Float32Array;
  /** Weight of each sample in the loss. */
  sampleWeights: Float32Array;
}

const STATE = { theta: 'nextTheta', m: 'nextM', v: 'nextV' } as const;

/** One run's trainable state on the device. */
export class LoraTrainer {
  private step = 0;

  private constructor(
    private readonly model: Model,
    private readonly program: Program,
    private readonly options: LoraTrainerOptions,
    private state: Record<keyof typeof STATE, Tensor>,
  ) {}

  /** Builds the step's program; θ starts as PEFT's does (A random, B zero), from `generator`. */
  static async create(model: Model, options: LoraTrainerOptions, generator: TorchGenerator): Promise<LoraTrainer> {
    const modules = [...model.loraModules];
    const graph = loraStepGraph({ config: model.checkpoint.unet.config, modules, ...options });
    // θ, m and v stay on the GPU between steps; so do the losses, which are read only now and then.
    const keptOutputs = [...Object.values(STATE), 'sampleLosses'];
    const program = await Program.compile(model.runtime, graph, model.checkpoint.unet.weights, { keptOutputs });
    const theta = initTheta(modules, options.rank, generator);
    const vector = (data: Float32Array) => model.tensor(data, [theta.length]);
    const state = {
      theta: vector(theta),
      m: vector(new Float32Array(theta.length)),
      v: vector(new Float32Array(theta.length)),
    };
    return new LoraTrainer(model, program, options, state);
  }

  /** Steps taken so far. */
  get stepsDone(): number {
    return this.step;
  }

  /** Takes one step. The losses of the samples [b] are read when the returned function is called. */
  async train(batch: TrainingBatch): Promise<() => Promise<Float32Array>> {
    this.step += 1;
    const feeds: Tensors = { ...this.state, ...this.batchTensors(batch) };
    for (const [name, number] of Object.entries(stepScalars(this.step, this.options.learningRate))) {
      feeds[name] = this.model.tensor(Float32Array.of(number), [1]);
    }
    const results = await this.program.run(feeds);
    for (const tensor of Object.values(this.state)) tensor.dispose();
    this.state = { theta: output(results, STATE.theta), m: output(results, STATE.m), v: output(results, STATE.v) };
    const losses = output(results, 'sampleLosses');
    return async () => (await losses.getData(true)) as Float32Array;
  }

  /** What has been learnt by now, as an adapter. */
  async adapter(): Promise<LoraAdapter> {
    const { rank, loraAlpha } = this.options;
    const theta = Float32Array.from((await this.state.theta.getData()) as Float32Array);
    return { baseModel: this.model.checkpoint.name, rank, loraAlpha, modules: [...this.model.loraModules], theta };
  }

  /** Frees the device's memory. */
  async release(): Promise<void> {
    for (const tensor of Object.values(this.state)) tensor.dispose();
    await this.program.release();
  }

  private batchTensors(batch: TrainingBatch): Tensors {
    const { batch: count, height, width, textLength } = this.options.sizes;
    const image = [count, this.model.latentChannels, height, width];
    return {
      sample: this.model.tensor(batch.noisyLatents, image),
      target: this.model.tensor(batch.target, image),
      timesteps: this.model.tensor(batch.timesteps, [count, 1]),
      textStates: this.model.tensor(batch.textStates, [
        count,
        textLength,
        batch.textStates.length / count / textLength,
      ]),
      sampleWeights: this.model.tensor(batch.sampleWeights, [count]),
    };
  }
}

function output(results: Tensors, name: string): Tensor {
  const tensor = results[name];
  if (!tensor) throw new TypeError(`the program gave no ${name}`);
  return tensor;
}

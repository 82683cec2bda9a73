/** A graph made ready to run on a device. */
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Graph } from '../graph/graph.ts';
import { type WeightBinding, writeOnnx } from '../graph/onnx/writeOnnx.ts';
import type { NetWeights } from './netWeights.ts';
import type { Runtime } from './runtime.ts';

/** Name under which a model finds the file of weights beside it. */
const WEIGHT_FILE = 'weights';

export interface ProgramOptions {
  /** Outputs that stay on the GPU, to be fed to a later run. They are ordinary tensors where there is no GPU. */
  keptOutputs?: readonly string[];
}

/** Tensors by input or output name. */
export type Tensors = Record<string, Tensor>;

/** One session. */
export class Program {
  private constructor(
    private readonly session: InferenceSession,
    private readonly weights: Tensors,
    private readonly usedInputs: readonly string[],
  ) {}

  /**
   * Writes the graph as ONNX, binds the weights in the way that suits the device, and opens a session.
   * Throws WeightsError where the weights don't fit the graph, and what the runtime throws.
   */
  static async compile(
    runtime: Runtime,
    graph: Graph,
    weights: NetWeights | null,
    { keptOutputs = [] }: ProgramOptions = {},
  ): Promise<Program> {
    weights?.check(graph.weights.values());
    const model = writeOnnx(graph, bindingFor(runtime, weights));
    const options: InferenceSession.SessionOptions = { ...runtime.sessionOptions };
    if (runtime.kind === 'wasm' && weights && model.weights.length > 0) {
      options.externalData = [{ path: WEIGHT_FILE, data: weights.data }];
    }
    if (runtime.gpu && keptOutputs.length > 0) {
      options.preferredOutputLocation = Object.fromEntries(
        [...graph.outputs.keys()].map((name) => [name, keptOutputs.includes(name) ? 'gpu-buffer' : 'cpu'] as const),
      );
    }
    const session = await runtime.ort.InferenceSession.create(model.bytes, options);
    const bound: Tensors = {};
    if (runtime.gpu && weights) {
      for (const name of model.weights) bound[name] = weights.gpuTensor(runtime, runtime.gpu, name);
    }
    return new Program(session, bound, model.inputs);
  }

  /** Runs once. Feeds that the graph does not use are left out. */
  async run(feeds: Tensors): Promise<Tensors> {
    const used: Tensors = { ...this.weights };
    for (const name of this.usedInputs) {
      const feed = feeds[name];
      if (!feed) throw new TypeError(`input ${name} is not fed`);
      used[name] = feed;
    }
    return (await this.session.run(used)) as Tensors;
  }

  /** Frees the session's memory. */
  async release(): Promise<void> {
    await this.session.release();
  }
}

function bindingFor(runtime: Runtime, weights: NetWeights | null): WeightBinding {
  if (runtime.kind === 'webgpu' || !weights) return { kind: 'inputs' };
  if (runtime.kind === 'wasm') {
    return { kind: 'external', location: WEIGHT_FILE, offsetOf: (name) => weights.offsetOf(name) };
  }
  return { kind: 'embedded', dataOf: (name) => weights.dataOf(name) };
}

/** The float32 numbers of an output that lies in the processor's memory. Throws TypeError where there is none. */
export function numbersOf(results: Tensors, name: string): Float32Array {
  const tensor = results[name];
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError(`the program gave no float32 output ${name}`);
  return tensor.data;
}

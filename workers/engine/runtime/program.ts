/** A graph made ready to run on a device. */
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Graph } from '../graph/graph.ts';
import { forProcessor } from '../graph/lowering/forProcessor.ts';
import { forWebGpu } from '../graph/lowering/forWebGpu.ts';
import { type WeightBinding, writeOnnx } from '../graph/onnx/writeOnnx.ts';
import { NetWeights } from './netWeights.ts';
import type { Runtime } from './runtime.ts';

/** Name under which a model finds the file of the `index`th net's weights beside it. */
const weightFile = (index: number) => `weights${index}`;

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
   * A graph of several nets takes the weights of each; their names differ.
   * Throws WeightsError where the weights don't fit the graph, and what the runtime throws.
   */
  static async compile(
    runtime: Runtime,
    graph: Graph,
    weights: NetWeights | readonly NetWeights[] | null,
    { keptOutputs = [] }: ProgramOptions = {},
  ): Promise<Program> {
    const nets = weights instanceof NetWeights ? [weights] : (weights ?? []);
    for (const weight of graph.weights.values()) netOf(nets, weight.name).check([weight]);
    const model = writeOnnx(forDevice(runtime, graph), bindingFor(runtime, nets));
    const options: InferenceSession.SessionOptions = { ...runtime.sessionOptions };
    if (runtime.kind !== 'webgpu' && model.weights.length > 0) {
      options.externalData = nets.map(({ data }, index) => ({ path: weightFile(index), data }));
    }
    if (runtime.gpu && keptOutputs.length > 0) {
      options.preferredOutputLocation = Object.fromEntries(
        [...graph.outputs.keys()].map((name) => [name, keptOutputs.includes(name) ? 'gpu-buffer' : 'cpu'] as const),
      );
    }
    const session = await runtime.ort.InferenceSession.create(model.bytes, options);
    const bound: Tensors = {};
    if (runtime.kind === 'webgpu') {
      for (const weight of model.weights) bound[weight.name] = netOf(nets, weight.name).tensor(runtime, weight);
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

/** The net that has this weight; where none has it the first, whose error names it. */
function netOf(nets: readonly NetWeights[], name: string): NetWeights {
  const net = nets.find((candidate) => candidate.has(name)) ?? nets[0];
  if (!net) throw new TypeError(`the graph uses the weight ${name} and was given none`);
  return net;
}

/** The graph in the form that the device computes fastest. */
function forDevice({ kind }: Runtime, graph: Graph): Graph {
  return kind === 'webgpu' ? forWebGpu(graph) : forProcessor(graph, { dearProducts: kind === 'wasm' });
}

function bindingFor(runtime: Runtime, nets: readonly NetWeights[]): WeightBinding {
  if (runtime.kind === 'webgpu') return { kind: 'inputs' };
  const placeOf = (name: string) => {
    const net = netOf(nets, name);
    return { location: weightFile(nets.indexOf(net)), offset: net.offsetOf(name) };
  };
  return { kind: 'external', placeOf };
}

/** The float32 numbers of an output that lies in the processor's memory. Throws TypeError where there is none. */
export function numbersOf(results: Tensors, name: string): Float32Array {
  const tensor = results[name];
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError(`the program gave no float32 output ${name}`);
  return tensor.data;
}

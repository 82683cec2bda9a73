/** A graph made ready to run on a device. */
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Graph } from '../graph/graph.ts';
import { expandOperators } from '../graph/lowering/expandOperators.ts';
import { forProcessor } from '../graph/lowering/forProcessor.ts';
import { forWebGpu } from '../graph/lowering/forWebGpu.ts';
import { type WeightBinding, writeOnnx } from '../graph/onnx/writeOnnx.ts';
import type { Value } from '../graph/value.ts';
import { NetWeights } from './netWeights.ts';
import { atRuntimeBorder } from './outOfMemory.ts';
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
    private readonly runtime: Runtime,
    private readonly session: InferenceSession,
    private readonly weights: Tensors,
    private readonly inputs: readonly Value[],
    private readonly derivations: Graph['derivations'],
  ) {}

  /**
   * Writes the graph as ONNX, binds the weights in the way that suits the device, and opens a session.
   * A graph of several nets takes the weights of each; their names differ.
   * Throws WeightsError where the weights don't fit the graph, OutOfMemoryError, and what the runtime throws.
   */
  static compile(
    runtime: Runtime,
    graph: Graph,
    weights: NetWeights | readonly NetWeights[] | null,
    options: ProgramOptions = {},
  ): Promise<Program> {
    return atRuntimeBorder(() => Program.open(runtime, graph, weights, options));
  }

  private static async open(
    runtime: Runtime,
    graph: Graph,
    weights: NetWeights | readonly NetWeights[] | null,
    { keptOutputs = [] }: ProgramOptions,
  ): Promise<Program> {
    const nets = weights instanceof NetWeights ? [weights] : (weights ?? []);
    for (const weight of graph.weights.values()) netOf(nets, weight.name).check([weight]);
    const lowered = forDevice(runtime, graph);
    const model = writeOnnx(lowered, bindingFor(runtime, nets));
    const options: InferenceSession.SessionOptions = { ...runtime.sessionOptions };
    if (runtime.kind !== 'webgpu' && model.weights.length > 0) {
      // Only the browser's runtime asks for a tensor at a time.
      const inPieces = runtime.kind === 'wasm';
      options.externalData = await Promise.all(
        nets.map(async ({ external }, index) => ({ path: weightFile(index), data: await external.file(inPieces) })),
      );
    }
    if (runtime.gpu && keptOutputs.length > 0) {
      options.preferredOutputLocation = Object.fromEntries(
        [...graph.outputs.keys()].map((name) => [name, keptOutputs.includes(name) ? 'gpu-buffer' : 'cpu'] as const),
      );
    }
    const session = await runtime.ort.InferenceSession.create(model.bytes, options);
    const bound: Tensors = {};
    if (runtime.kind === 'webgpu') {
      for (const weight of model.weights) bound[weight.name] = await netOf(nets, weight.name).tensor(runtime, weight);
    }
    return new Program(runtime, session, bound, model.inputs, lowered.derivations);
  }

  /** Runs once. Feeds that the graph does not use are left out. Throws OutOfMemoryError, and what the runtime throws. */
  async run(feeds: Tensors): Promise<Tensors> {
    const used: Tensors = { ...this.weights };
    for (const input of this.inputs) used[input.name] = this.feedOf(input, feeds);
    return (await atRuntimeBorder(() => this.session.run(used))) as Tensors;
  }

  private feedOf(input: Value, feeds: Tensors): Tensor {
    const derivation = this.derivations.get(input);
    if (derivation) {
      const numbers = derivation.compute(numbersOf(feeds, derivation.from.name));
      return new this.runtime.ort.Tensor('float32', numbers, input.shape);
    }
    const feed = feeds[input.name];
    if (!feed) throw new TypeError(`input ${input.name} is not fed`);
    return feed;
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
  const whole = expandOperators(graph);
  return kind === 'webgpu' ? forWebGpu(whole) : forProcessor(whole, { dearProducts: kind === 'wasm' });
}

function bindingFor(runtime: Runtime, nets: readonly NetWeights[]): WeightBinding {
  if (runtime.kind === 'webgpu') return { kind: 'inputs' };
  const placeOf = (name: string) => {
    const net = netOf(nets, name);
    return { location: weightFile(nets.indexOf(net)), offset: net.external.offsetOf(name) };
  };
  return { kind: 'external', placeOf };
}

/** The float32 numbers of a tensor that lies in the processor's memory. Throws TypeError where there is none. */
export function numbersOf(tensors: Tensors, name: string): Float32Array {
  const tensor = tensors[name];
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError(`there are no float32 numbers ${name}`);
  return tensor.data;
}

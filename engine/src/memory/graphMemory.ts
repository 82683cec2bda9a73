/**
 * The GPU memory that one run of a graph takes, from its shapes: ONNX Runtime's allocation plan (which buffers are used
 * again, and till when each is held), and the WebGPU provider's allocator.
 */
import type { Graph } from '../graph/graph.ts';
import { expandOperators } from '../graph/lowering/expandOperators.ts';
import { forWebGpu } from '../graph/lowering/forWebGpu.ts';
import { reachable } from '../graph/reachable.ts';
import { byteCount, type Value } from '../graph/value.ts';
import { type Held, type RuntimeGraph, runtimeGraph, type Step } from './runtimeGraph.ts';

/** Bytes on the GPU. */
export interface GraphMemory {
  /** Weights that the graph reads, by name; sessions share them. */
  weights: ReadonlyMap<string, number>;
  /** What its session keeps as long as it is open. */
  constants: number;
  /** What it is fed, by name: copied to the GPU for one run, or there already. */
  inputs: ReadonlyMap<string, number>;
  /** What it puts out, by name. */
  outputs: ReadonlyMap<string, number>;
  /** Inputs, results and everything in between, at its highest. */
  run: number;
}

/** Sizes of buffers are multiples of this many bytes. */
const BUFFER_ALIGNMENT = 16;
/** The provider hands its commands over after so many; only then are buffers given back that nothing needs any more. */
const DISPATCHES_BETWEEN_FLUSHES = 16;

/** Steps that give their first input's buffer another shape. */
const VIEWS: ReadonlySet<string> = new Set(['Reshape']);

/** @param graph as the engine built it */
export function graphMemory(graph: Graph): GraphMemory {
  const lowered = forWebGpu(expandOperators(graph));
  const used = reachable(lowered);
  const runtime = runtimeGraph(lowered);
  const sizes = (values: Iterable<readonly [string, Value]>) =>
    new Map([...values].flatMap(([name, value]) => (used.has(value) ? [[name, bufferBytes(byteCount(value))]] : [])));
  return {
    weights: sizes(lowered.weights),
    constants: sum(runtime.constants),
    inputs: sizes(lowered.inputs.map((input) => [input.name, input])),
    outputs: sizes(lowered.outputs),
    run: peakOf(runtime),
  };
}

function sum(all: readonly Held[]): number {
  return all.reduce((bytes, held) => bytes + bufferBytes(held.bytes), 0);
}

function bufferBytes(bytes: number): number {
  return Math.ceil(bytes / BUFFER_ALIGNMENT) * BUFFER_ALIGNMENT;
}

/** The highest sum of buffers over one run. */
function peakOf(graph: RuntimeGraph): number {
  const { buffers, lastUse } = allocate(graph);
  const outputs = new Set(graph.outputs);
  const dying = new Map<number, number>();
  for (const [buffer, step] of lastUse) {
    if (!outputs.has(buffer)) dying.set(step, (dying.get(step) ?? 0) + bufferBytes(buffer.bytes));
  }
  let live = sum(graph.inputs);
  let peak = live;
  let released = 0;
  let dispatches = 0;
  const created = new Set<Held>([...graph.inputs, ...graph.weights, ...graph.constants]);
  graph.steps.forEach((step, index) => {
    const buffer = buffers.get(step.output) as Held;
    if (!created.has(buffer)) live += bufferBytes(buffer.bytes);
    created.add(buffer);
    const scratch = scratchBytes(step);
    live += scratch;
    peak = Math.max(peak, live);
    dispatches += dispatchesOf(step);
    if (dispatches >= DISPATCHES_BETWEEN_FLUSHES) {
      dispatches = 0;
      live -= released;
      released = 0;
    }
    released += scratch + (dying.get(index) ?? 0);
  });
  return peak;
}

/** Which buffer holds each result, and the step that is each buffer's last use. */
function allocate({ steps, inputs, weights, constants, outputs }: RuntimeGraph) {
  const buffers = new Map<Held, Held>([...inputs, ...weights, ...constants].map((held) => [held, held]));
  const given = new Set(buffers.keys());
  const kept = new Set(outputs);
  const uses = new Map<Held, number>();
  for (const { inputs: read } of steps) for (const held of read) uses.set(held, (uses.get(held) ?? 0) + 1);
  for (const output of outputs) uses.set(output, (uses.get(output) ?? 0) + 1);
  /** Buffers that nothing needs any more, by what they can hold: the latest first. */
  const free = new Map<string, Held[]>();
  const lastUse = new Map<Held, number>();
  const takeOver = (buffer: Held, by: Held) => {
    buffers.set(by, buffer);
    uses.set(buffer, (uses.get(buffer) ?? 0) + (uses.get(by) ?? 0));
  };
  steps.forEach(({ type, inputs: read, output }, index) => {
    if (kept.has(output)) buffers.set(output, output);
    else if (VIEWS.has(type)) takeOver(buffers.get(read[0] as Held) as Held, output);
    else {
      const again = free.get(output.kind)?.pop();
      if (again) takeOver(again, output);
      else buffers.set(output, output);
    }
    for (const held of read) {
      const buffer = buffers.get(held) as Held;
      if (given.has(buffer)) continue;
      const left = (uses.get(buffer) as number) - 1;
      uses.set(buffer, left);
      lastUse.set(buffer, index);
      if (left === 0) free.set(buffer.kind, [...(free.get(buffer.kind) ?? []), buffer]);
    }
  });
  return { buffers, lastUse };
}

/** What a kernel allocates for itself: convolutions lay out their kernel anew in each run, as it is no constant. */
function scratchBytes({ type, inputs }: Step): number {
  if (type !== 'Conv' && type !== 'ConvTranspose') return 0;
  return bufferBytes((inputs[1] as Held).bytes);
}

function dispatchesOf({ type }: Step): number {
  if (VIEWS.has(type)) return 0;
  return type === 'Conv' || type === 'ConvTranspose' || type === 'InstanceNormalization' ? 2 : 1;
}

/**
 * A graph as ONNX Runtime's WebGPU provider carries it out: the steps that its optimizers leave, in the order in which
 * its executor takes them. Only what changes memory is followed: images as [b, h, w, c] around convolutions, SiLU as one
 * step, equal steps as one, steps of constants worked out beforehand.
 */
import type { Graph } from '../graph/graph.ts';
import { reachable } from '../graph/reachable.ts';
import { byteCount, elementCount, type Node, type Shape, type Value } from '../graph/value.ts';

/** A tensor. */
export interface Held {
  shape: Shape;
  elementBytes: number;
  bytes: number;
  /** The same for tensors that one buffer may hold, one after the other. */
  kind: string;
}

/** One kernel's run. */
export interface Step {
  type: string;
  inputs: readonly Held[];
  output: Held;
}

/** What is held for how long. */
export interface RuntimeGraph {
  /** Bound buffers that all sessions share. */
  weights: readonly Held[];
  /** Copied to the GPU for one run. */
  inputs: readonly Held[];
  /** Kept as long as the session is open. */
  constants: readonly Held[];
  /** In the order of execution. */
  steps: readonly Step[];
  outputs: readonly Held[];
}

/** The provider's layout for these is channels last: their first input and their output are transposed. */
const CHANNELS_LAST: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Resize']);

/** @param graph as it was lowered for WebGPU */
export function runtimeGraph(graph: Graph): RuntimeGraph {
  const used = reachable(graph);
  const held = new Map<Value, Held>();
  const heldOf = (value: Value): Held => {
    const known = held.get(value) ?? tensor(value.shape, byteCount({ ...value, shape: [] }));
    held.set(value, known);
    return known;
  };
  const constants = new Set<Held>();
  for (const constant of graph.constants.keys()) if (used.has(constant)) constants.add(heldOf(constant));
  const steps = new StepList();
  const silu = siluInputs(graph, used);
  for (const node of graph.nodes) {
    if (!used.has(node.output) || silu.sigmoids.has(node)) continue;
    const gated = silu.products.get(node);
    const inputs = (gated ? [gated] : dataInputs(node)).map(heldOf);
    if (inputs.every((input) => constants.has(input))) constants.add(heldOf(node.output));
    else
      held.set(
        node.output,
        steps.add(gated ? 'QuickGelu' : node.operator.type, inputs, heldOf(node.output), key(node)),
      );
  }
  const outputs = [...graph.outputs.values()].map(heldOf);
  return {
    weights: [...graph.weights.values()].filter((weight) => used.has(weight)).map(heldOf),
    inputs: graph.inputs.filter((input) => used.has(input)).map(heldOf),
    constants: [...constants],
    steps: steps.inOrderOfExecution(outputs),
    outputs,
  };
}

function tensor(shape: Shape, elementBytes: number): Held {
  return { shape, elementBytes, bytes: elementCount(shape) * elementBytes, kind: `${elementBytes}: ${shape}` };
}

/** What a node reads on the GPU; shapes and axes are read by the processor. */
function dataInputs(node: Node): readonly Value[] {
  return node.inputs.filter(({ elementType }, i) => elementType !== 'int64' || i === 0);
}

/** What tells two nodes with the same inputs apart. */
function key({ attributes, output, inputs }: Node): string {
  const whole = inputs.filter(({ elementType }) => elementType === 'int64').map(({ name }) => name);
  return `${JSON.stringify(attributes)} ${whole} ${output.shape} ${output.elementType}`;
}

/** x · σ(x), which the optimizer makes one step of: the sigmoids that nothing else reads, and the products with their x. */
function siluInputs(graph: Graph, used: ReadonlySet<Value>) {
  const sigmoids = new Map<Value, Node>();
  const uses = new Map<Value, number>();
  for (const node of graph.nodes) {
    if (!used.has(node.output)) continue;
    if (node.operator.type === 'Sigmoid') sigmoids.set(node.output, node);
    for (const input of node.inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  }
  const products = new Map<Node, Value>();
  const absorbed = new Set<Node>();
  for (const node of graph.nodes) {
    if (!used.has(node.output) || node.operator.type !== 'Mul') continue;
    const [a, b] = node.inputs as [Value, Value];
    const sigmoid = sigmoids.get(a) ?? sigmoids.get(b);
    if (!sigmoid || uses.get(sigmoid.output) !== 1) continue;
    const [x] = sigmoid.inputs as [Value];
    if (x !== a && x !== b) continue;
    products.set(node, x);
    absorbed.add(sigmoid);
  }
  return { products, sigmoids: absorbed };
}

/** When a step comes into the runtime's graph: with the graph, with the change of layout, or by a fusion. */
const ORIGINS = { graph: 0, layout: 1, fusion: 2 } as const;
/** More than steps of one origin. */
const STEPS = 1e6;

/** Steps under construction. */
class StepList {
  private readonly steps: { step: Step; rank: number }[] = [];
  private readonly producers = new Map<Held, number>();
  private readonly byContent = new Map<string, Held>();
  private readonly numbers = new Map<Held, number>();
  private readonly turned = new Map<Held, Held>();

  /** Adds what a node becomes; gives its result, which may be that of an equal one. */
  add(type: string, inputs: readonly Held[], output: Held, content: string): Held {
    const same = `${type} ${inputs.map((input) => this.numberOf(input))} ${content}`;
    const known = this.byContent.get(same);
    if (known) return known;
    this.byContent.set(same, output);
    const [image, ...rest] = inputs;
    if (CHANNELS_LAST.has(type) && image) {
      const turned = this.transposed(image);
      const result = channelsLast(output);
      this.push({ type, inputs: [turned, ...rest], output: result }, 'layout');
      this.push({ type: 'Transpose', inputs: [result], output }, 'layout');
    } else this.push({ type, inputs, output }, type === 'QuickGelu' ? 'fusion' : 'graph');
    return output;
  }

  /**
   * The executor's order: depth first from the results back, each step as soon as all that it reads is there. Where there
   * is a choice the step goes first that came into the graph last: what an optimizer put there comes after the graph's own.
   */
  inOrderOfExecution(outputs: readonly Held[]): Step[] {
    const order: Step[] = [];
    const visited = new Set<number>();
    const producersOf = (values: readonly Held[]) =>
      values.flatMap((value) => this.producers.get(value) ?? []).sort((a, b) => this.rankOf(a) - this.rankOf(b));
    const stack = producersOf(outputs).map((index) => ({ index, leave: false }));
    for (let entry = stack.pop(); entry; entry = stack.pop()) {
      const { index, leave } = entry;
      const { step } = this.steps[index] as { step: Step };
      if (leave) order.push(step);
      if (leave || visited.has(index)) continue;
      visited.add(index);
      stack.push({ index, leave: true });
      for (const next of producersOf(step.inputs)) if (!visited.has(next)) stack.push({ index: next, leave: false });
    }
    return order;
  }

  private transposed(image: Held): Held {
    const known = this.turned.get(image);
    if (known) return known;
    const turned = channelsLast(image);
    this.turned.set(image, turned);
    this.push({ type: 'Transpose', inputs: [image], output: turned }, 'layout');
    return turned;
  }

  private push(step: Step, origin: keyof typeof ORIGINS): void {
    this.producers.set(step.output, this.steps.length);
    this.steps.push({ step, rank: ORIGINS[origin] * STEPS + this.steps.length });
  }

  private rankOf(index: number): number {
    return this.steps[index]?.rank ?? 0;
  }

  private numberOf(held: Held): number {
    const number = this.numbers.get(held) ?? this.numbers.size;
    this.numbers.set(held, number);
    return number;
  }
}

function channelsLast({ shape, elementBytes }: Held): Held {
  const [batch, channels, height, width] = shape as [number, number, number, number];
  return tensor([batch, height, width, channels], elementBytes);
}

/** Runs graphs on the processor for tests, and measures gradients by finite differences. */
import { elementCount, Graph, Program, type Shape, type Tensors, type Value } from '@weft/engine/internal';
import { openNodeRuntime } from '@weft/engine/node';

export { relativeError } from '../../parity/relativeError.ts';

export const runtime = openNodeRuntime(1);

/** Inputs of a function under test, by position. */
export interface Operand {
  shape: Shape;
  data: Float32Array;
}

/** Evenly spread pseudo-random numbers in low…high, the same at every run. */
export function spread(shape: Shape, seed: number, low = -1, high = 1): Operand {
  let state = seed * 2654435761 + 12345;
  const data = Float32Array.from({ length: elementCount(shape) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + ((high - low) * state) / 2 ** 32;
  });
  return { shape, data };
}

/** A function on float32 tensors, compiled: the numbers of each named output. */
export async function compile(
  operands: readonly Operand[],
  build: (graph: Graph, inputs: Value[]) => Record<string, Value>,
): Promise<(data: readonly Float32Array[]) => Promise<Record<string, Float32Array>>> {
  const graph = new Graph();
  const inputs = operands.map(({ shape }, i) => graph.input(`input_${i}`, shape));
  for (const [name, value] of Object.entries(build(graph, inputs))) graph.output(name, value);
  const program = await Program.compile(runtime, graph, null);
  return async (data) => {
    const feeds: Tensors = {};
    operands.forEach(({ shape }, i) => {
      feeds[`input_${i}`] = new runtime.ort.Tensor('float32', data[i] as Float32Array, shape);
    });
    const results = await program.run(feeds);
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]));
  };
}

/** Σ a·b in float64. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/**
 * The derivative of `at` at 0 by the five-point formula, whose error falls with step⁴:
 * (f(−2h) − 8 f(−h) + 8 f(h) − f(2h)) / 12h.
 */
export async function derivative(at: (t: number) => Promise<number>, step: number): Promise<number> {
  const [a, b, c, d] = [await at(-2 * step), await at(-step), await at(step), await at(2 * step)];
  return (a - 8 * b + 8 * c - d) / (12 * step);
}

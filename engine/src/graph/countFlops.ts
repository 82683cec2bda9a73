/** The arithmetic of a graph by its static shapes: what times are estimated from before anything was run. */
import type { Graph } from './graph.ts';
import { expandOperators } from './lowering/expandOperators.ts';
import { reachable } from './reachable.ts';
import { elementCount, type Node } from './value.ts';

/** Floating-point operations of the products and convolutions that a run computes; a multiplication and an addition are two. */
export function countFlops(graph: Graph): number {
  const expanded = expandOperators(graph);
  const used = reachable(expanded);
  return expanded.nodes.filter(({ output }) => used.has(output)).reduce((sum, node) => sum + flopsOf(node), 0);
}

function flopsOf({ operator, inputs, output, attributes }: Node): number {
  const [first, second] = inputs;
  switch (operator.type) {
    case 'MatMul':
      return 2 * elementCount(output.shape) * (first?.shape.at(-1) as number);
    case 'Gemm': {
      const { transA } = attributes;
      const inner = transA && 'int' in transA && transA.int === 1 ? 0 : 1;
      return 2 * elementCount(output.shape) * (first?.shape[inner] as number);
    }
    case 'Conv':
      return 2 * elementCount(output.shape) * elementCount(second?.shape.slice(1) ?? []);
    case 'ConvTranspose':
      return 2 * elementCount(first?.shape ?? []) * elementCount(second?.shape.slice(1) ?? []);
    default:
      return 0;
  }
}

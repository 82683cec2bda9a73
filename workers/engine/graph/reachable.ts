/** What a graph's outputs depend on: the rest need neither be rewritten nor written. */
import type { Graph } from './graph.ts';
import type { Value } from './value.ts';

/** Every value that the outputs depend on, themselves among them. */
export function reachable(graph: Graph): Set<Value> {
  const used = new Set<Value>(graph.outputs.values());
  for (const node of [...graph.nodes].reverse()) {
    if (used.has(node.output)) for (const input of node.inputs) used.add(input);
  }
  return used;
}

/** What a graph's outputs depend on: the rest need neither be rewritten nor written. */
import type { Graph } from './graph.ts';
import type { Value } from './value.ts';

/** Every value that `roots` depend on, themselves among them; left out, the graph's outputs. */
export function reachable(graph: Graph, roots: Iterable<Value> = graph.outputs.values()): Set<Value> {
  const used = new Set<Value>(roots);
  for (const node of [...graph.nodes].reverse()) {
    if (used.has(node.output)) for (const input of node.inputs) used.add(input);
  }
  return used;
}

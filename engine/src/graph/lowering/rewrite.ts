/** Rewriting a graph for a device: a copy in which some nodes are replaced by others that compute the same. */
import type { Graph } from '../graph.ts';
import { GraphCopy } from '../graphCopy.ts';
import { reachable } from '../reachable.ts';
import type { Node, Value } from '../value.ts';

/**
 * What stands in the place of a node: its output's equal, made of `inputs` (the copies of the node's own inputs), or
 * null where the node is kept.
 */
export type Replacement = (node: Node, inputs: readonly Value[]) => Value | null;

/** A copy of `graph`, pruned to its outputs, with the same inputs, weights and outputs by name. */
export function rewrite(graph: Graph, replacement: Replacement): Graph {
  const used = reachable(graph);
  const copy = new GraphCopy(graph);
  for (const value of [...graph.inputs, ...graph.weights.values(), ...graph.constants.keys()]) copy.of(value);
  for (const node of graph.nodes) {
    if (!used.has(node.output)) continue;
    const replaced = replacement(
      node,
      node.inputs.map((input) => copy.of(input)),
    );
    if (replaced) copy.place(node.output, replaced);
    else copy.apply(node);
  }
  for (const [name, value] of graph.outputs) copy.target.output(name, copy.of(value));
  return copy.target;
}

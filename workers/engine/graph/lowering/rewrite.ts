/** Rewriting a graph for a device: a copy in which some nodes are replaced by others that compute the same. */
import { Graph } from '../graph.ts';
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
  const copy = new Graph(graph.precision);
  const copies = new Map<Value, Value>();
  for (const input of graph.inputs) copies.set(input, copy.input(input.name, input.shape, input.elementType));
  for (const [input, { from, compute }] of graph.derivations) {
    copy.derivations.set(copies.get(input) as Value, { from: copies.get(from) as Value, compute });
  }
  for (const weight of graph.weights.values()) copies.set(weight, copy.weight(weight.name, weight.shape));
  for (const [constant, data] of graph.constants) {
    copies.set(constant, copy.constantOf(data, constant.shape, constant.elementType));
  }
  const copyOf = (value: Value) => copies.get(value) as Value;
  for (const node of graph.nodes) {
    if (!used.has(node.output)) continue;
    const inputs = node.inputs.map(copyOf);
    const { operator, attributes, output } = node;
    const replaced =
      replacement(node, inputs) ?? copy.apply(operator, inputs, output.shape, attributes, output.elementType);
    copies.set(output, replaced);
  }
  for (const [name, value] of graph.outputs) copy.output(name, copyOf(value));
  return copy;
}

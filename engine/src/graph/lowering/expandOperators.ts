/** Operators that ONNX doesn't have, replaced by what they are made of: the first of all rewritings. */
import type { Graph } from '../graph.ts';
import { rewrite } from './rewrite.ts';

/** The same graph of ONNX's own operators. */
export function expandOperators(graph: Graph): Graph {
  if (!graph.nodes.some(({ operator }) => operator.expand)) return graph;
  return rewrite(graph, ({ operator }, inputs) => operator.expand?.(inputs) ?? null);
}

/**
 * A graph as segments: stretches of its nodes, and the values that cross from one stretch into later ones.
 */
import type { Graph } from '../graph.ts';
import type { Value } from '../value.ts';

/** A stretch of a graph's nodes. */
export interface Segment {
  /** The first node, and the one after the last. */
  start: number;
  end: number;
  /** Values that earlier segments make and this one uses. */
  taken: ReadonlySet<Value>;
  /** Values that this segment makes and later ones use. */
  given: ReadonlySet<Value>;
}

/** What only moves numbers: done to inputs and weights it is done anew wherever it is used, and nothing has to be kept. */
const MOVES = new Set(['Reshape', 'Slice', 'Transpose', 'Cast', 'Expand']);

/**
 * The segments between `cuts`, numbers of nodes in ascending order.
 * @param roots what is wanted of the graph: used in the last segment
 */
export function segmentsBetween(graph: Graph, cuts: readonly number[], roots: ReadonlySet<Value>): Segment[] {
  const starts = [0, ...cuts];
  const segments = starts.map((start, i) => ({
    start,
    end: starts[i + 1] ?? graph.nodes.length,
    taken: new Set<Value>(),
    given: new Set<Value>(),
  }));
  /** The segment that makes a value; inputs, weights, constants and what is only moved of them belong to none. */
  const makers = new Map<Value, number>();
  const use = (value: Value, user: number): void => {
    const maker = makers.get(value);
    if (maker === undefined || maker === user) return;
    segments[maker]?.given.add(value);
    segments[user]?.taken.add(value);
  };
  let made = 0;
  segments.forEach(({ end }, index) => {
    for (; made < end; made++) {
      const node = graph.nodes[made];
      if (!node) break;
      const belongs = !MOVES.has(node.operator.type) || node.inputs.some((input) => makers.has(input));
      if (belongs) makers.set(node.output, index);
      for (const input of node.inputs) use(input, index);
    }
  });
  for (const root of roots) use(root, segments.length - 1);
  return segments;
}

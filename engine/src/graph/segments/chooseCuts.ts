/** Where a graph is cut: of the points that it offers, those that make its segments about equally large. */
import type { Graph } from '../graph.ts';
import { byteCount } from '../value.ts';

/**
 * Cuts (numbers of nodes, ascending) that make at most `segments` segments of a graph, so that the largest one computes as
 * few bytes as possible: what a segment computes is what its gradient has to hold. Where more segments would not make the
 * largest one smaller there are fewer.
 */
export function chooseCuts({ nodes, cutPoints }: Graph, segments: number): number[] {
  const borders = [0, ...cutPoints, nodes.length];
  const stretches = borders.slice(1).map((end, i) => ({ end, bytes: bytesBetween(borders[i] as number, end) }));
  function bytesBetween(start: number, end: number): number {
    return nodes.slice(start, end).reduce((sum, { output }) => sum + byteCount(output), 0);
  }

  /** The first cuts with which no segment is larger than `limit`, or null where there would be too many. */
  const cutsWithin = (limit: number): number[] | null => {
    const cuts: number[] = [];
    let filled = 0;
    let previous = 0;
    for (const { end, bytes } of stretches) {
      if (filled > 0 && filled + bytes > limit) {
        cuts.push(previous);
        filled = 0;
      }
      filled += bytes;
      previous = end;
    }
    return cuts.length < segments ? cuts : null;
  };

  const limits = stretches.flatMap((_, first) => {
    let sum = 0;
    return stretches.slice(first).map(({ bytes }) => {
      sum += bytes;
      return sum;
    });
  });
  const largest = Math.max(...stretches.map(({ bytes }) => bytes));
  const possible = limits.filter((limit) => limit >= largest).sort((a, b) => a - b);
  for (const limit of possible) {
    const cuts = cutsWithin(limit);
    if (cuts) return cuts;
  }
  return [];
}

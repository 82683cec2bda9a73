/** Inputs that the processor computes from what is fed. */

import { Graph, Program, rewrite, scale } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { runtime } from './evaluate.ts';

/** y = 10 · (x, x²). */
function powers(): Graph {
  const graph = new Graph();
  const from = graph.input('x', [2]);
  const compute = (numbers: Float32Array) => Float32Array.from([...numbers, ...numbers.map((x) => x * x)]);
  graph.output('y', scale(graph.derivedInput('powers', [2, 2], { from, compute }), 10));
  return graph;
}

describe('a derived input', () => {
  it.each([
    ['as it was built', powers()],
    ['rewritten', rewrite(powers(), () => null)],
  ])('follows the one that is fed, %s', async (_, graph) => {
    const program = await Program.compile(runtime, graph, null);
    for (const [fed, expected] of [
      [
        [1, 2],
        [10, 20, 10, 40],
      ],
      [
        [3, 0.5],
        [30, 5, 90, 2.5],
      ],
    ] as const) {
      const { y } = await program.run({ x: new runtime.ort.Tensor('float32', Float32Array.from(fed), [2]) });
      expect(y?.data).toEqual(Float32Array.from(expected));
    }
    await expect(program.run({})).rejects.toThrow('x');
  });
});

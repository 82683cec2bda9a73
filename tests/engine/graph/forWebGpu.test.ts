/** Graphs as they are written for WebGPU, run on the processor: another form, the same numbers. */

import { forWebGpu, Graph, groupNorm, Program } from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { relativeError, runtime, spread } from './evaluate.ts';

/** Numbers so small that the epsilon decides what comes out. */
const x = spread([2, 8, 4, 4], 1, -3e-3, 3e-3);

function norms(epsilons: readonly number[]): Graph {
  const graph = new Graph();
  const value = graph.input('x', x.shape);
  const [ones, zeros] = [new Float32Array(8).fill(1), new Float32Array(8)].map((data) => graph.constant(data, [8]));
  if (!ones || !zeros) throw new Error('no constants');
  for (const [i, epsilon] of epsilons.entries()) graph.output(`y${i}`, groupNorm(value, ones, zeros, 4, epsilon));
  return graph;
}

it('normalises with one epsilon what was to be normalised with several', async () => {
  const graph = norms([1e-6, 1e-5, 1e-4]);
  const lowered = forWebGpu(graph);
  const epsilons = lowered.nodes.flatMap(({ attributes: { epsilon } }) =>
    epsilon && 'float' in epsilon ? [epsilon.float] : [],
  );
  expect(epsilons).toEqual([1e-5, 1e-5, 1e-5]);

  const outputsOf = async (form: Graph) => {
    const program = await Program.compile(runtime, form, null);
    return program.run({ x: new runtime.ort.Tensor('float32', x.data, x.shape) });
  };
  const [wanted, found] = [await outputsOf(graph), await outputsOf(lowered)];
  const numbersOf = (results: typeof wanted, name: string) => results[name]?.data as Float32Array;
  for (const name of graph.outputs.keys()) {
    expect(relativeError(numbersOf(found, name), numbersOf(wanted, name))).toBeLessThan(1e-6);
  }
  expect(relativeError(numbersOf(wanted, 'y0'), numbersOf(wanted, 'y2'))).toBeGreaterThan(0.1);
});

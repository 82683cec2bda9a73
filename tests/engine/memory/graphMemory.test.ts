/** Peaks of small graphs, worked out by hand. Buffers are multiples of 16 bytes; a step's result needs one. */

import {
  add,
  convolution,
  exponential,
  Graph,
  gemm,
  graphMemory,
  reshape,
  scale,
  slice,
  stagesMemory,
  type Value,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

/** 4 × 4 numbers. */
const SQUARE = 64;

function chain(start: Value, length: number): Value {
  let value = start;
  for (let i = 0; i < length; i++) value = exponential(value);
  return value;
}

describe('the memory of one graph', () => {
  it('of a chain is its input, its result and two buffers that take turns, however long it is', () => {
    for (const length of [4, 7, 100]) {
      const graph = new Graph();
      graph.output('y', chain(graph.input('x', [4, 4]), length));
      expect(graphMemory(graph).run).toBe(4 * SQUARE);
    }
  });

  it('counts a view of a buffer as nothing, and keeps the buffer as long as the view is used', () => {
    const graph = new Graph();
    const viewed = reshape(exponential(graph.input('x', [4, 4])), [16]);
    graph.output('y', add(chain(viewed, 2), viewed));
    // x, the viewed one, two of the chain, the result: the viewed one is read last of all.
    expect(graphMemory(graph).run).toBe(5 * SQUARE);
  });

  it('gives back what nothing needs any more when sixteen commands are handed over, not before', () => {
    const endOf = (length: number) => {
      const graph = new Graph();
      const wide = exponential(graph.input('x', [4, 64]));
      const narrow = chain(slice(wide, 1, 0, 4), length);
      graph.output('y', gemm(narrow, graph.weight('w', [4, 64])));
      return graphMemory(graph).run;
    };
    const wide = 16 * SQUARE;
    // x, wide, two of the chain, y; and the same without the wide one, which is gone by then.
    expect(endOf(5)).toBe(3 * wide + 2 * SQUARE);
    expect(endOf(20)).toBe(2 * wide + 2 * SQUARE);
  });

  it('lays out a convolution with channels last, and its kernel anew', () => {
    const graph = new Graph();
    const kernel = graph.weight('kernel', [2, 2, 3, 3]);
    graph.output('y', convolution(graph.input('x', [1, 2, 4, 4]), kernel, null, { padding: [1, 1, 1, 1] }));
    const { run, weights } = graphMemory(graph);
    expect([...weights]).toEqual([['kernel', 144]]);
    // x and y, both with channels last as well, and the kernel.
    expect(run).toBe(4 * 128 + 144);
  });

  it('reads weights and constants from buffers of their own', () => {
    const graph = new Graph('float16');
    const x = graph.input('x', [2, 3]);
    graph.output('y', add(x, scale(x, 3)));
    const { weights, constants, inputs, outputs } = graphMemory(graph);
    expect([...weights]).toEqual([]);
    expect(constants).toBe(16);
    expect([...inputs]).toEqual([['x', 32]]);
    expect([...outputs]).toEqual([['y', 32]]);
  });
});

describe('the memory of graphs that hand tensors on', () => {
  it('holds what is handed on as long as it is taken, the state all the time, and weights once', () => {
    const first = new Graph();
    const w = first.weight('w', [4, 4]);
    first.output('a', gemm(first.input('x', [4, 4]), w));
    first.output('b', gemm(first.input('theta', [4, 4]), w));
    const second = new Graph();
    second.output('c', gemm(second.input('a', [4, 4]), second.weight('w', [4, 4])));
    const third = new Graph();
    third.output('d', add(third.input('b', [4, 4]), third.input('c', [4, 4])));
    const stages = [first, second, third].map((graph, i) => ({ name: `${i + 1}`, graph }));
    const { weights, stages: planned } = stagesMemory(stages, new Set(['theta']));
    expect([...weights]).toEqual([['w', SQUARE]]);
    expect(planned).toEqual([
      // x, θ, a, b
      { name: '1', bytes: 4 * SQUARE },
      // a, c; θ, b
      { name: '2', bytes: 4 * SQUARE },
      // b, c, d; θ
      { name: '3', bytes: 4 * SQUARE },
    ]);
  });
});

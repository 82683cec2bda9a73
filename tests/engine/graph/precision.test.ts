/** Which element type each value of a graph has, and what half precision rounds. */

import {
  declareUNetInputs,
  differentiate,
  Graph,
  GraphError,
  NetBuilder,
  operators as op,
  unet,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { config, sizes } from '../nets/tinyUNet.ts';
import { compile, spread } from './evaluate.ts';

/** Operators that must be float32 whatever the net computes in. */
const WIDE = ['Softmax', 'LayerNormalization', 'InstanceNormalization', 'ReduceSum', 'ReduceMean'];
const PRODUCTS = ['Gemm', 'MatMul', 'Conv'];

const typesOf = (graph: Graph, types: readonly string[]) =>
  new Set(graph.nodes.filter(({ operator }) => types.includes(operator.type)).map(({ output }) => output.elementType));

describe('a net in half precision', () => {
  const graph = new Graph('float16');
  const prediction = unet(new NetBuilder(graph), config, declareUNetInputs(graph, config, sizes));

  it('takes and gives float32', () => {
    expect(prediction.elementType).toBe('float32');
    expect(new Set(graph.inputs.map(({ elementType }) => elementType))).toEqual(new Set(['float32']));
  });

  it('keeps weights and products in float16, norms and softmax in float32', () => {
    expect(new Set([...graph.weights.values()].map(({ elementType }) => elementType))).toEqual(new Set(['float16']));
    expect(typesOf(graph, PRODUCTS)).toEqual(new Set(['float16']));
    expect(typesOf(graph, WIDE)).toEqual(new Set(['float32']));
  });

  it('has no casts in float32', () => {
    const single = new Graph();
    unet(new NetBuilder(single), config, declareUNetInputs(single, config, sizes));
    expect(typesOf(single, ['Cast']).size).toBe(0);
    expect(typesOf(graph, ['Cast'])).toEqual(new Set(['float16', 'float32']));
  });
});

describe('cast', () => {
  it('hands gradients back in the precision that they come to', async () => {
    const run = await compile([spread([3], 1)], (graph, [x]) => {
      if (!x) throw new Error('no input');
      const half = op.cast(x, 'float16');
      const wide = op.cast(op.scale(half, 2), 'float32');
      const seed = graph.constant([1, 2, 3], [3]);
      const [gradient, halfGradient] = differentiate(new Map([[wide, seed]]), [x, half]);
      expect(gradient?.elementType).toBe('float32');
      expect(halfGradient?.elementType).toBe('float16');
      return { gradient: gradient ?? x };
    });
    expect((await run([Float32Array.of(1, 2, 3)])).gradient).toEqual(Float32Array.of(2, 4, 6));
  });

  it('leaves numbers that have the precision alone', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    expect(op.cast(x, 'float32')).toBe(x);
  });
});

describe('operators', () => {
  it('refuse operands of two precisions', () => {
    const graph = new Graph();
    const x = graph.input('x', [2]);
    expect(() => op.add(x, op.cast(x, 'float16'))).toThrow(GraphError);
  });

  it('sum in float32 what is given in float16', async () => {
    const ones = { shape: [4096], data: new Float32Array(4096).fill(1) };
    const run = await compile([ones], (_, [x]) => {
      if (!x) throw new Error('no input');
      return { sum: op.cast(op.reduceSum(op.cast(x, 'float16'), [0]), 'float32') };
    });
    expect((await run([ones.data])).sum).toEqual(Float32Array.of(4096));
  });

  it('choose by comparing', async () => {
    const run = await compile([spread([4], 1), spread([4], 2)], (_, [a, b]) => {
      if (!a || !b) throw new Error('no input');
      return { smaller: op.where(op.lessOrEqual(a, b), a, b) };
    });
    const { smaller } = await run([Float32Array.of(1, 5, Number.NaN, 2), Float32Array.of(2, 3, 4, 2)]);
    expect(smaller).toEqual(Float32Array.of(1, 3, 4, 2));
  });
});

/**
 * Every operator's gradient against finite differences: for random directions d of each input,
 * ⟨gradient, d⟩ must equal the five-point derivative along d. Forward and backward run as ONNX on
 * the processor in float32; the bound covers float32's rounding in the difference quotient.
 */

import { differentiate, operators as op, type Value } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { compile, derivative, dot, type Operand, spread } from './evaluate.ts';

const BOUND = 2e-3;
const STEP = 2e-2;
const DIRECTIONS = 3;

interface Case {
  operands: Operand[];
  build: (...inputs: Value[]) => Value;
  /** Inputs without a gradient, by position. */
  fixed?: number[];
}

const one = (build: (x: Value) => Value, low = -2, high = 2): Case => ({
  operands: [spread([3, 4], 1, low, high)],
  build,
});
const two = (a: number[], b: number[], build: (a: Value, b: Value) => Value, low = -1): Case => ({
  operands: [spread(a, 1), spread(b, 2, low, 2)],
  build: build as Case['build'],
});

const cases: Record<string, Case> = {
  add: two([2, 3, 4], [2, 3, 4], op.add),
  'add, broadcast': two([2, 3, 4], [3, 1], op.add),
  'add, both broadcast': two([3, 1], [1, 4], op.add),
  subtract: two([2, 3], [2, 3], op.subtract),
  'subtract, broadcast': two([1, 3], [2, 1], op.subtract),
  multiply: two([2, 3, 4], [2, 3, 4], op.multiply),
  'multiply, broadcast': two([2, 3, 4], [4], op.multiply),
  'multiply by itself': one((x) => op.multiply(x, x)),
  divide: two([2, 3], [2, 3], op.divide, 1),
  'divide, broadcast': two([2, 3], [3], op.divide, 1),
  scale: one((x) => op.scale(x, -2.5)),
  negate: one(op.negate),
  exponential: one(op.exponential),
  squareRoot: one(op.squareRoot, 0.5, 3),
  reciprocal: one(op.reciprocal, 0.7, 3),
  sine: one(op.sine),
  cosine: one(op.cosine),
  sigmoid: one(op.sigmoid),
  silu: one(op.silu),
  errorFunction: one(op.errorFunction),
  gelu: one(op.gelu),
  quickGelu: one(op.quickGelu),
  reduceSum: { operands: [spread([2, 3, 4], 3)], build: (x) => op.reduceSum(x, [0, -1]) },
  reduceMean: { operands: [spread([2, 3, 4], 3)], build: (x) => op.reduceMean(op.multiply(x, x), [1]) },
  reshape: { operands: [spread([2, 3, 4], 3)], build: (x) => op.reshape(x, [6, 4]) },
  expand: { operands: [spread([1, 3, 1], 3)], build: (x) => op.expand(x, [2, 3, 4]) },
  transpose: { operands: [spread([2, 3, 4], 3)], build: (x) => op.transpose(x, [2, 0, 1]) },
  transposeLast: { operands: [spread([2, 3, 4], 3)], build: (x) => op.transposeLast(x) },
  slice: { operands: [spread([2, 5], 3)], build: (x) => op.slice(x, 1, 1, 3) },
  'slices side by side': {
    operands: [spread([2, 6], 3)],
    build: (x) => op.multiply(op.slice(x, 1, 0, 3), op.slice(x, 1, 3, 6)),
  },
  'slices that overlap, and the whole': {
    operands: [spread([2, 4], 3)],
    build: (x) => op.concat([op.multiply(op.slice(x, 1, 0, 3), op.slice(x, 1, 1, 4)), x], 1),
  },
  concat: two([2, 3], [2, 2], (a, b) => op.concat([a, b, a], 1)),
  matmul: two([2, 3, 4], [2, 4, 5], op.matmul),
  'matmul, large left operand': two([2, 8, 9], [2, 9, 2], op.matmul),
  gemm: two([3, 4], [4, 5], (a, b) => op.gemm(a, b)),
  'gemm, transposed A': two([4, 3], [4, 5], (a, b) => op.gemm(a, b, null, { transposeA: true })),
  'gemm, transposed B': two([3, 4], [5, 4], (a, b) => op.gemm(a, b, null, { transposeB: true })),
  'gemm, both transposed': two([4, 3], [5, 4], (a, b) => op.gemm(a, b, null, { transposeA: true, transposeB: true })),
  'gemm, bias': {
    operands: [spread([3, 4], 1), spread([4, 5], 2), spread([5], 3)],
    build: (a, b, c) => op.gemm(a as Value, b as Value, c as Value),
  },
  convolution: {
    operands: [spread([2, 3, 5, 6], 1), spread([4, 3, 3, 3], 2), spread([4], 3)],
    build: (x, k, b) => op.convolution(x as Value, k as Value, b as Value, { padding: [1, 1, 1, 1] }),
  },
  'convolution, 1×1': {
    operands: [spread([2, 3, 4, 4], 1), spread([5, 3, 1, 1], 2)],
    build: (x, k) => op.convolution(x as Value, k as Value, null),
  },
  'convolution, stride 2, even side': {
    operands: [spread([1, 2, 6, 6], 1), spread([3, 2, 3, 3], 2)],
    build: (x, k) => op.convolution(x as Value, k as Value, null, { stride: 2, padding: [1, 1, 1, 1] }),
  },
  'convolution, stride 2, odd side': {
    operands: [spread([1, 2, 7, 5], 1), spread([3, 2, 3, 3], 2)],
    build: (x, k) => op.convolution(x as Value, k as Value, null, { stride: 2, padding: [1, 1, 1, 1] }),
  },
  'convolution, padded at the end only': {
    operands: [spread([1, 2, 6, 6], 1), spread([3, 2, 3, 3], 2)],
    build: (x, k) => op.convolution(x as Value, k as Value, null, { stride: 2, padding: [0, 0, 1, 1] }),
  },
  upsampleNearest: { operands: [spread([1, 2, 3, 3], 1)], build: (x) => op.upsampleNearest(x) },
  softmaxProduct: two([2, 3, 5], [2, 5, 4], op.softmaxProduct),
  'softmaxProduct, many weights': two([2, 8, 9], [2, 9, 2], op.softmaxProduct),
  layerNorm: {
    operands: [spread([2, 3, 8], 1), spread([8], 2), spread([8], 3)],
    build: (x, w, b) => op.layerNorm(x as Value, w as Value, b as Value, 1e-5),
  },
  groupNorm: {
    operands: [spread([2, 8, 3, 3], 1), spread([8], 2), spread([8], 3)],
    build: (x, w, b) => op.groupNorm(x as Value, w as Value, b as Value, 4, 1e-5),
  },
};

describe('gradients of operators equal finite differences', () => {
  it.each(Object.entries(cases))('%s', async (_, { operands, build, fixed = [] }) => {
    const free = operands.map((_, i) => i).filter((i) => !fixed.includes(i));
    const forward = await compile(operands, (_, inputs) => ({ y: build(...inputs) }));
    const data = operands.map((operand) => operand.data);
    const { y } = await forward(data);
    const projection = spread([(y as Float32Array).length], 99);

    const backward = await compile(operands, (graph, inputs) => {
      const output = build(...inputs);
      const seed = graph.constant(projection.data, output.shape);
      const gradients = differentiate(
        new Map([[output, seed]]),
        free.map((i) => inputs[i] as Value),
      );
      return Object.fromEntries(gradients.map((gradient, k) => [`gradient_${free[k]}`, gradient]));
    });
    const gradients = await backward(data);

    for (const i of free) {
      const gradient = gradients[`gradient_${i}`] as Float32Array;
      for (let k = 0; k < DIRECTIONS; k++) {
        const direction = spread((operands[i] as Operand).shape, 1000 + 10 * i + k).data;
        const measured = await derivative(async (t) => {
          const moved = data.map((x, j) => (j === i ? x.map((v, n) => v + t * (direction[n] as number)) : x));
          return dot((await forward(moved)).y as Float32Array, projection.data);
        }, STEP);
        const size = Math.sqrt(dot(gradient, gradient) * dot(direction, direction));
        expect(Math.abs(dot(gradient, direction) - measured) / size).toBeLessThan(BOUND);
      }
    }
  });
});

/** Sums and means over axes, in float32; the axes stay, with length 1. */
import { elementCount, type Operator, type Shape, type Value } from '../value.ts';
import { scale } from './arithmetic.ts';
import { inFloat32 } from './cast.ts';
import { expand } from './layout.ts';

const sumOperator: Operator = {
  type: 'ReduceSum',
  gradient(node, gradient) {
    return [expand(gradient, (node.inputs[0] as Value).shape), null];
  },
};

const meanOperator: Operator = {
  type: 'ReduceMean',
  gradient(node, gradient) {
    const { shape } = node.inputs[0] as Value;
    const share = elementCount(node.output.shape) / elementCount(shape);
    return [expand(scale(gradient, share), shape), null];
  },
};

function reduce(operator: Operator, x: Value, axes: readonly number[]): Value {
  const positive = axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis));
  const shape: Shape = x.shape.map((dimension, axis) => (positive.includes(axis) ? 1 : dimension));
  return inFloat32(x, (wide) =>
    wide.graph.apply(operator, [wide, wide.graph.integers(positive)], shape, { keepdims: { int: 1 } }),
  );
}

/** Sum over `axes` (negative ones count from the end). */
export function reduceSum(x: Value, axes: readonly number[]): Value {
  return reduce(sumOperator, x, axes);
}

/** Mean over `axes` (negative ones count from the end). */
export function reduceMean(x: Value, axes: readonly number[]): Value {
  return reduce(meanOperator, x, axes);
}

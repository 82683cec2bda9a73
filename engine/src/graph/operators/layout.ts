/** Operators that move numbers without changing them: reshape, transpose, expand, slice, concat. */
import { GraphError } from '../errors.ts';
import { elementCount, type Operator, type Shape, sameShape, type Value } from '../value.ts';
import { sumToShape } from './broadcast.ts';

const reshapeOperator: Operator = {
  type: 'Reshape',
  gradient(node, gradient) {
    return [reshape(gradient, (node.inputs[0] as Value).shape), null];
  },
};

const expandOperator: Operator = {
  type: 'Expand',
  gradient(node, gradient) {
    return [sumToShape(gradient, (node.inputs[0] as Value).shape), null];
  },
};

/** The same numbers in another shape of the same size. */
export function reshape(x: Value, shape: Shape): Value {
  if (elementCount(shape) !== elementCount(x.shape))
    throw new GraphError(`[${x.shape}] does not reshape to [${shape}]`);
  return sameShape(x.shape, shape) ? x : x.graph.apply(reshapeOperator, [x, x.graph.integers(shape)], shape);
}

/** Repeats x along its axes of length 1 until it has `shape`. */
export function expand(x: Value, shape: Shape): Value {
  return sameShape(x.shape, shape) ? x : x.graph.apply(expandOperator, [x, x.graph.integers(shape)], shape);
}

/** Reorders the axes: axis i of the result is axis `permutation[i]` of x. */
export function transpose(x: Value, permutation: readonly number[]): Value {
  const operator: Operator = {
    type: 'Transpose',
    gradient(_, gradient) {
      const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
      return [transpose(gradient, inverse)];
    },
  };
  const shape = permutation.map((axis) => x.shape[axis] as number);
  return x.graph.apply(operator, [x], shape, { perm: { ints: permutation } });
}

/** Rows `start` (included) to `end` (excluded) along one axis. */
export function slice(x: Value, axis: number, start: number, end: number): Value {
  const length = x.shape[axis] ?? 0;
  if (start < 0 || end > length || start >= end)
    throw new GraphError(`no slice ${start}:${end} on axis ${axis} of [${x.shape}]`);
  if (end - start === length) return x;
  const operator: Operator = {
    type: 'Slice',
    gradient(_, gradient) {
      return [{ axis, start, part: gradient }, null, null, null];
    },
  };
  const { graph } = x;
  const shape = x.shape.map((dimension, i) => (i === axis ? end - start : dimension));
  return graph.apply(operator, [x, graph.integers([start]), graph.integers([end]), graph.integers([axis])], shape);
}

/** Joins values along one axis; their other dimensions agree. */
export function concat(values: readonly Value[], axis: number): Value {
  const [first] = values;
  if (!first) throw new GraphError('nothing to concatenate');
  if (values.length === 1) return first;
  const operator: Operator = {
    type: 'Concat',
    gradient(node, gradient, needs) {
      let start = 0;
      return node.inputs.map((input, i) => {
        const end = start + (input.shape[axis] as number);
        const part = needs[i] ? slice(gradient, axis, start, end) : null;
        start = end;
        return part;
      });
    },
  };
  const length = values.reduce((sum, value) => sum + (value.shape[axis] as number), 0);
  const shape = first.shape.map((dimension, i) => (i === axis ? length : dimension));
  return first.graph.apply(operator, values, shape, { axis: { int: axis } });
}

/** From one precision into another. */
import { DATA_TYPES } from '../onnx/dataTypes.ts';
import { type Operator, type Precision, precisionOf, type Value } from '../value.ts';

const castOperator: Operator = {
  type: 'Cast',
  gradient(node, gradient) {
    return [cast(gradient, precisionOf(node.inputs[0] as Value))];
  },
};

/** The same numbers in another precision, rounded to the nearest; beyond ±65504 float16 overflows to infinity. */
export function cast(x: Value, to: Precision): Value {
  if (precisionOf(x) === to) return x;
  return x.graph.apply(castOperator, [x], x.shape, { to: { int: DATA_TYPES[to] } }, to);
}

/**
 * `compute` in float32, its result in x's own precision again: for what sums many numbers or spans many orders of
 * magnitude, as norms and softmax do.
 */
export function inFloat32(x: Value, compute: (x: Value) => Value): Value {
  return cast(compute(cast(x, 'float32')), precisionOf(x));
}

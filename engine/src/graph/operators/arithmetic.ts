/** Elementwise operators of two operands, with broadcasting. */
import { type Operator, precisionOf, type Value } from '../value.ts';
import { broadcastShape, sumToShape } from './broadcast.ts';
import { negate } from './functions.ts';

function applyBinary(operator: Operator, a: Value, b: Value): Value {
  return a.graph.apply(operator, [a, b], broadcastShape(a.shape, b.shape));
}

function operands(inputs: readonly Value[]): [Value, Value] {
  return inputs as unknown as [Value, Value];
}

const addOperator: Operator = {
  type: 'Add',
  gradient(node, gradient, needs) {
    return node.inputs.map((input, i) => (needs[i] ? sumToShape(gradient, input.shape) : null));
  },
};

const subtractOperator: Operator = {
  type: 'Sub',
  gradient(node, gradient, needs) {
    const [a, b] = operands(node.inputs);
    return [needs[0] ? sumToShape(gradient, a.shape) : null, needs[1] ? negate(sumToShape(gradient, b.shape)) : null];
  },
};

const multiplyOperator: Operator = {
  type: 'Mul',
  gradient(node, gradient, needs) {
    const [a, b] = operands(node.inputs);
    return [
      needs[0] ? sumToShape(multiply(gradient, b), a.shape) : null,
      needs[1] ? sumToShape(multiply(gradient, a), b.shape) : null,
    ];
  },
};

const divideOperator: Operator = {
  type: 'Div',
  gradient(node, gradient, needs) {
    const [a, b] = operands(node.inputs);
    return [
      needs[0] ? sumToShape(divide(gradient, b), a.shape) : null,
      needs[1] ? negate(sumToShape(divide(multiply(gradient, node.output), b), b.shape)) : null,
    ];
  },
};

const maximumOperator: Operator = { type: 'Max', gradient: null };

/** a + b. */
export function add(a: Value, b: Value): Value {
  return applyBinary(addOperator, a, b);
}

/** a − b. */
export function subtract(a: Value, b: Value): Value {
  return applyBinary(subtractOperator, a, b);
}

/** a · b, elementwise. */
export function multiply(a: Value, b: Value): Value {
  return applyBinary(multiplyOperator, a, b);
}

/** a / b, elementwise. */
export function divide(a: Value, b: Value): Value {
  return applyBinary(divideOperator, a, b);
}

/** The larger of a and b, elementwise. Not differentiable here. */
export function maximum(a: Value, b: Value): Value {
  return applyBinary(maximumOperator, a, b);
}

/** a · number. */
export function scale(a: Value, number: number): Value {
  return number === 1 ? a : multiply(a, a.graph.scalar(number, precisionOf(a)));
}

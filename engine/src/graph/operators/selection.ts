/** Choosing between numbers by comparing numbers. Not differentiable here. */
import { GraphError } from '../errors.ts';
import { type Operator, sameShape, type Value } from '../value.ts';
import { broadcastShape } from './broadcast.ts';

const lessOrEqualOperator: Operator = { type: 'LessOrEqual', gradient: null };
const whereOperator: Operator = { type: 'Where', gradient: null };

/** a ≤ b, elementwise, as truth values; false where either is not a number. */
export function lessOrEqual(a: Value, b: Value): Value {
  return a.graph.apply(lessOrEqualOperator, [a, b], broadcastShape(a.shape, b.shape), {}, 'bool');
}

/** a where the condition holds, b elsewhere; the condition broadcasts over both, which have one shape. */
export function where(condition: Value, a: Value, b: Value): Value {
  if (!sameShape(a.shape, b.shape)) throw new GraphError(`Where does not fit: [${a.shape}] and [${b.shape}]`);
  return a.graph.apply(whereOperator, [condition, a, b], a.shape, {}, a.elementType);
}

/** Broadcasting by NumPy's rules, and its transpose, which gradients need. */
import { GraphError } from '../errors.ts';
import { type Shape, sameShape, type Value } from '../value.ts';
import { reshape } from './layout.ts';
import { reduceSum } from './reduce.ts';

/** The shape that two operands broadcast to. Throws GraphError where they don't. */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1) throw new GraphError(`[${a}] and [${b}] do not broadcast`);
    return Math.max(m, n);
  });
}

/** Sums a gradient over the axes along which its operand was broadcast. */
export function sumToShape(gradient: Value, shape: Shape): Value {
  if (sameShape(gradient.shape, shape)) return gradient;
  const lead = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((dimension, axis) =>
    axis < lead || (dimension !== 1 && shape[axis - lead] === 1) ? [axis] : [],
  );
  const summed = axes.length === 0 ? gradient : reduceSum(gradient, axes);
  return sameShape(summed.shape, shape) ? summed : reshape(summed, shape);
}

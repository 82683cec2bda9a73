/** Elementwise operators of one operand. */
import { type Operator, precisionOf, type Value } from '../value.ts';
import { add, multiply, scale, subtract } from './arithmetic.ts';

/** An operator whose gradient is the output gradient times a derivative made from its input and output. */
function elementwise(type: string, derivative: ((input: Value, output: Value) => Value) | null): (x: Value) => Value {
  const operator: Operator = {
    type,
    gradient:
      derivative &&
      ((node, gradient) => {
        const input = node.inputs[0] as Value;
        return [multiply(gradient, derivative(input, node.output))];
      }),
  };
  return (x) => x.graph.apply(operator, [x], x.shape);
}

/** −x. */
export const negate = elementwise('Neg', (x) => x.graph.scalar(-1, precisionOf(x)));

/** e^x. */
export const exponential = elementwise('Exp', (_, y) => y);

/** √x, x > 0. */
export const squareRoot = elementwise('Sqrt', (_, y) => scale(reciprocal(y), 0.5));

/** 1 / x. */
export const reciprocal: (x: Value) => Value = elementwise('Reciprocal', (_, y) => negate(multiply(y, y)));

/** sin x, x in radians. */
export const sine: (x: Value) => Value = elementwise('Sin', (x) => cosine(x));

/** cos x, x in radians. */
export const cosine: (x: Value) => Value = elementwise('Cos', (x) => negate(sine(x)));

/** 1 / (1 + e^−x). */
export const sigmoid = elementwise('Sigmoid', (x, y) => multiply(y, subtract(x.graph.scalar(1, precisionOf(x)), y)));

/** The error function. */
export const errorFunction = elementwise('Erf', (x) =>
  scale(exponential(negate(multiply(x, x))), 2 / Math.sqrt(Math.PI)),
);

/** x · Φ(x), the exact form with the error function (Hendrycks and Gimpel, arXiv 1606.08415). */
export const gelu = elementwise('Gelu', (x) => {
  const one = x.graph.scalar(1, precisionOf(x));
  const cumulative = scale(add(one, errorFunction(scale(x, Math.SQRT1_2))), 0.5);
  const density = scale(exponential(scale(multiply(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return add(cumulative, multiply(x, density));
});

/** y = x · s with s = sigmoid(x): dy/dx = s + y · (1 − s), in fewer steps than through product and sigmoid. */
const siluOperator: Operator = {
  type: 'Mul',
  gradient(node, gradient) {
    const s = node.inputs[1] as Value;
    const one = s.graph.scalar(1, precisionOf(s));
    return [multiply(gradient, add(s, multiply(node.output, subtract(one, s)))), null];
  },
};

/** x · sigmoid(x), also called swish. */
export function silu(x: Value): Value {
  return x.graph.apply(siluOperator, [x, sigmoid(x)], x.shape);
}

/** x · sigmoid(1.702 x), CLIP's approximation of gelu. */
export function quickGelu(x: Value): Value {
  return multiply(x, sigmoid(scale(x, 1.702)));
}

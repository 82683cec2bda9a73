/** Softmax and what it weighs, as one: so its gradient is cheaper than that of a softmax alone. */
import type { Operator, Value } from '../value.ts';
import { multiply, subtract } from './arithmetic.ts';
import { inFloat32 } from './cast.ts';
import { applyMatmul, leftGradient, rightGradient } from './products.ts';
import { reduceSum } from './reduce.ts';

/** The gradient of a softmax p is p · (dp − Σ p·dp). The product below hands on the difference instead of dp. */
const softmaxOperator: Operator = {
  type: 'Softmax',
  gradient(node, difference) {
    return [multiply(difference, node.output)];
  },
};

/** The product y = p · v with the weights p of a softmax, where Σ p·dp over a row of p is Σ y·dy over the row of y. */
const productOperator: Operator = {
  type: 'MatMul',
  gradient(node, gradient, needs) {
    const [weights, values] = node.inputs as unknown as [Value, Value];
    const balance = () => reduceSum(multiply(gradient, node.output), [-1]);
    return [
      needs[0] ? subtract(leftGradient(gradient, values), balance()) : null,
      needs[1] ? rightGradient(weights, gradient) : null,
    ];
  },
};

/** Softmax over the last axis of x, float32. Its gradient is right only in front of a product, see above. */
export function softmax(x: Value): Value {
  return x.graph.apply(softmaxOperator, [x], x.shape, { axis: { int: -1 } });
}

/**
 * softmax(scores) · values, the softmax over the last axis and in float32: [..., m, n] · [..., n, k], leading
 * dimensions equal. The gradient is that of Dao et al., arXiv 2205.14135, appendix B.2: its sums run over the k numbers
 * of a result instead of the n weights.
 */
export function softmaxProduct(scores: Value, values: Value): Value {
  return applyMatmul(productOperator, inFloat32(scores, softmax), values);
}

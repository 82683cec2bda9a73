/** Matrix products: Gemm for two dimensions with either operand transposed, MatMul for stacks of matrices. */
import { GraphError } from '../errors.ts';
import type { Operator, Value } from '../value.ts';
import { reshape, transpose } from './layout.ts';
import { reduceSum } from './reduce.ts';

/** Which operands of a Gemm are transposed. */
export interface GemmOptions {
  transposeA?: boolean;
  transposeB?: boolean;
}

/**
 * op(a) · op(b) + bias: a is [m, k] or, transposed, [k, m]; b is [k, n] or, transposed, [n, k]; bias is [n].
 * A product with a transposed operand is one Gemm: it is twice as fast as Transpose and MatMul.
 */
export function gemm(a: Value, b: Value, bias: Value | null = null, options: GemmOptions = {}): Value {
  const { transposeA = false, transposeB = false } = options;
  if (a.shape.length !== 2 || b.shape.length !== 2)
    throw new GraphError(`Gemm takes matrices, not [${a.shape}] and [${b.shape}]`);
  const [m, k] = (transposeA ? [...a.shape].reverse() : a.shape) as [number, number];
  const [inner, n] = (transposeB ? [...b.shape].reverse() : b.shape) as [number, number];
  if (k !== inner) throw new GraphError(`Gemm does not fit: [${a.shape}] and [${b.shape}]`);
  const operator: Operator = {
    type: 'Gemm',
    gradient(node, gradient, needs) {
      const [a, b] = node.inputs as unknown as [Value, Value];
      // With C = op(A)·op(B): d op(A) = dC·op(B)ᵀ and d op(B) = op(A)ᵀ·dC, each in the operand's own layout.
      const forA = () =>
        transposeA
          ? gemm(b, gradient, null, { transposeA: transposeB, transposeB: true })
          : gemm(gradient, b, null, { transposeB: !transposeB });
      const forB = () =>
        transposeB
          ? gemm(gradient, a, null, { transposeA: true, transposeB: transposeA })
          : gemm(a, gradient, null, { transposeA: !transposeA });
      const forBias = () => reshape(reduceSum(gradient, [0]), [n]);
      return [needs[0] ? forA() : null, needs[1] ? forB() : null, needs[2] ? forBias() : null];
    },
  };
  return a.graph.apply(operator, bias ? [a, b, bias] : [a, b], [m, n], {
    transA: { int: transposeA ? 1 : 0 },
    transB: { int: transposeB ? 1 : 0 },
  });
}

const matmulOperator: Operator = {
  type: 'MatMul',
  gradient(node, gradient, needs) {
    const [a, b] = node.inputs as unknown as [Value, Value];
    return [needs[0] ? leftGradient(gradient, b) : null, needs[1] ? rightGradient(a, gradient) : null];
  },
};

/** The gradient of a in C = a·b: dC·bᵀ. */
export function leftGradient(gradient: Value, b: Value): Value {
  return matmul(gradient, transposeLast(b));
}

/** The gradient of b in C = a·b: aᵀ·dC, or (dCᵀ·a)ᵀ where a is the largest, as attention's weights are: it stays as it lies. */
export function rightGradient(a: Value, gradient: Value): Value {
  const [rows, columns] = a.shape.slice(-2) as [number, number];
  const width = gradient.shape.at(-1) as number;
  return rows * columns > (rows + columns) * width
    ? transposeLast(matmul(transposeLast(gradient), a))
    : matmul(transposeLast(a), gradient);
}

/** Products of two stacks of matrices: [..., m, k] · [..., k, n], leading dimensions equal. */
export function matmul(a: Value, b: Value): Value {
  return applyMatmul(matmulOperator, a, b);
}

/** `matmul` by an operator that has a gradient of its own. */
export function applyMatmul(operator: Operator, a: Value, b: Value): Value {
  const stack = a.shape.slice(0, -2);
  if (stack.join() !== b.shape.slice(0, -2).join() || a.shape.at(-1) !== b.shape.at(-2)) {
    throw new GraphError(`MatMul does not fit: [${a.shape}] and [${b.shape}]`);
  }
  return a.graph.apply(operator, [a, b], [...stack, a.shape.at(-2) as number, b.shape.at(-1) as number]);
}

/** Exchanges the last two axes. */
export function transposeLast(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  const [secondLast, last] = axes.splice(-2) as [number, number];
  return transpose(x, [...axes, last, secondLast]);
}

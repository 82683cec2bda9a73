/**
 * A 3×3 convolution by Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray, arXiv 1509.09308): every tile of
 * 2×2 results takes 16 products of each pair of channels instead of 36. The products are 16 matrix products; the
 * sums before and after them are a convolution and a product with small constant matrices.
 */

import { add, convolution, gemm, matmul, reshape, transpose } from '../operators/index.ts';
import type { GraphOfValues, Value } from '../value.ts';

/** Bᵀ: what is summed of four neighbouring inputs. */
const INPUT = [
  [1, 0, -1, 0],
  [0, 1, 1, 0],
  [0, -1, 1, 0],
  [0, 1, 0, -1],
];
/** G: what is summed of the three weights of a kernel's row. */
const KERNEL = [
  [1, 0, 0],
  [0.5, 0.5, 0.5],
  [0.5, -0.5, 0.5],
  [0, 0, 1],
];
/** Aᵀ: what is summed of four products into two results. */
const OUTPUT = [
  [1, 1, 1, 0],
  [0, 1, -1, -1],
];

/** A matrix for both axes at once, the Kronecker product with itself: [rows², columns²]. */
function bothAxes(graph: GraphOfValues, matrix: readonly (readonly number[])[], shape?: readonly number[]): Value {
  const numbers = matrix.flatMap((above) => matrix.flatMap((below) => above.flatMap((a) => below.map((b) => a * b))));
  const [row = []] = matrix;
  return graph.constant(numbers, shape ?? [matrix.length ** 2, row.length ** 2]);
}

/**
 * The convolution of x [b, i, h, w] at stride 1 with `taps` [9, o, i], the kernel's weights row by row, plus a bias
 * [o]. Height and width of the result are even.
 */
export function winogradConvolution(
  x: Value,
  taps: Value,
  bias: Value | null,
  padding: readonly [number, number, number, number],
): Value {
  const { graph } = x;
  const [batch, inputs, height, width] = x.shape as [number, number, number, number];
  const [, outputs] = taps.shape as [number, number, number];
  const rows = (height + padding[0] + padding[2] - 2) / 2;
  const columns = (width + padding[1] + padding[3] - 2) / 2;
  const tiles = rows * columns;

  const kernels = reshape(gemm(bothAxes(graph, KERNEL), reshape(taps, [9, outputs * inputs])), [16, outputs, inputs]);
  // Every channel alone is an image of one channel; tiles overlap by two pixels, hence the stride.
  const images = reshape(x, [batch * inputs, 1, height, width]);
  const sums = convolution(images, bothAxes(graph, INPUT, [16, 1, 4, 4]), null, { stride: 2, padding });
  const spread = transpose(reshape(sums, [batch, inputs, 16, tiles]), [2, 1, 0, 3]);
  const products = matmul(kernels, reshape(spread, [16, inputs, batch * tiles]));
  const results = gemm(bothAxes(graph, OUTPUT), reshape(products, [16, outputs * batch * tiles]));
  const y = reshape(transpose(reshape(results, [2, 2, outputs, batch, rows, columns]), [3, 2, 4, 0, 5, 1]), [
    batch,
    outputs,
    rows * 2,
    columns * 2,
  ]);
  return bias ? add(y, reshape(bias, [1, outputs, 1, 1])) : y;
}

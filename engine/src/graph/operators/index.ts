/** Every operator of the graph language. */
export { add, divide, maximum, multiply, scale, subtract } from './arithmetic.ts';
export { cast } from './cast.ts';
export { chunkedAttention, chunkSizes } from './chunkedAttention.ts';
export { type ConvolutionOptions, convolution, upsampleNearest } from './convolution.ts';
export {
  cosine,
  errorFunction,
  exponential,
  gelu,
  negate,
  quickGelu,
  reciprocal,
  sigmoid,
  silu,
  sine,
  squareRoot,
} from './functions.ts';
export { gatherRows } from './gather.ts';
export { concat, expand, reshape, slice, transpose } from './layout.ts';
export { groupNorm, layerNorm } from './normalization.ts';
export { gemm, matmul, transposeLast } from './products.ts';
export { reduceMean, reduceSum } from './reduce.ts';
export { lessOrEqual, where } from './selection.ts';
export { softmaxProduct } from './softmax.ts';

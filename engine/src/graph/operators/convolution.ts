/** Two-dimensional convolution and nearest-neighbour upsampling, on images as [batch, channels, height, width]. */
import { GraphError } from '../errors.ts';
import type { Operator, Shape, Value } from '../value.ts';
import { reshape, slice, transpose } from './layout.ts';
import { matmul, transposeLast } from './products.ts';
import { reduceSum } from './reduce.ts';

/** Stride of both axes and padding [top, left, bottom, right]. */
export interface ConvolutionOptions {
  stride?: number;
  padding?: readonly [number, number, number, number];
}

/** Convolution of x [b, i, h, w] with a kernel [o, i, k, k] and an optional bias [o]. */
export function convolution(x: Value, kernel: Value, bias: Value | null, options: ConvolutionOptions = {}): Value {
  const { stride = 1, padding = [0, 0, 0, 0] } = options;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [outputs, inputs, kernelHeight, kernelWidth] = kernel.shape as [number, number, number, number];
  if (channels !== inputs) throw new GraphError(`a kernel [${kernel.shape}] does not fit [${x.shape}]`);
  const outHeight = Math.floor((height + padding[0] + padding[2] - kernelHeight) / stride) + 1;
  const outWidth = Math.floor((width + padding[1] + padding[3] - kernelWidth) / stride) + 1;
  const operator: Operator = {
    type: 'Conv',
    gradient(node, gradient, needs) {
      const [x, kernel] = node.inputs as unknown as [Value, Value];
      const forBias = () => reshape(reduceSum(gradient, [0, 2, 3]), [outputs]);
      return [
        needs[0] ? convolutionTransposed(gradient, kernel, x.shape, stride, padding) : null,
        needs[1] ? kernelGradient(x, gradient, kernel.shape, stride, padding) : null,
        needs[2] ? forBias() : null,
      ];
    },
  };
  return x.graph.apply(operator, bias ? [x, kernel, bias] : [x, kernel], [batch, outputs, outHeight, outWidth], {
    kernel_shape: { ints: [kernelHeight, kernelWidth] },
    strides: { ints: [stride, stride] },
    pads: { ints: padding },
  });
}

const transposedOperator: Operator = { type: 'ConvTranspose', gradient: null };

/**
 * The gradient of a convolution with respect to its input. ConvTranspose takes the convolution's kernel
 * unchanged; output_padding makes up for rows that a stride left over.
 */
function convolutionTransposed(
  gradient: Value,
  kernel: Value,
  inputShape: Shape,
  stride: number,
  padding: readonly [number, number, number, number],
): Value {
  const leftOver = (axis: 2 | 3) =>
    (inputShape[axis] as number) +
    (padding[axis - 2] as number) +
    (padding[axis] as number) -
    ((gradient.shape[axis] as number) - 1) * stride -
    (kernel.shape[axis] as number);
  return gradient.graph.apply(transposedOperator, [gradient, kernel], inputShape, {
    kernel_shape: { ints: kernel.shape.slice(2) },
    strides: { ints: [stride, stride] },
    pads: { ints: padding },
    output_padding: { ints: [leftOver(2), leftOver(3)] },
  });
}

/**
 * The gradient of a convolution with respect to its kernel: what every weight met, summed over images and places. That is
 * a convolution too, of x with the result's gradient as its kernel; images and channels change places, and the stride
 * becomes the distance between the kernel's weights.
 */
function kernelGradient(
  x: Value,
  gradient: Value,
  kernelShape: Shape,
  stride: number,
  padding: readonly [number, number, number, number],
): Value {
  const [outputs, inputs, kernelHeight, kernelWidth] = kernelShape as [number, number, number, number];
  const [batch, , height, width] = x.shape as [number, number, number, number];
  const [, , outHeight, outWidth] = gradient.shape as [number, number, number, number];
  if (kernelHeight * kernelWidth === 1 && stride === 1 && padding.every((side) => side === 0)) {
    // One weight meets every pixel: a product of matrices.
    const pixels = height * width;
    const met = matmul(reshape(gradient, [batch, outputs, pixels]), transposeLast(reshape(x, [batch, inputs, pixels])));
    return reshape(reduceSum(met, [0]), kernelShape);
  }
  const operator: Operator = { type: 'Conv', gradient: null };
  // Where the stride left rows or columns over, there are more places than weights.
  const places = [
    height + padding[0] + padding[2] - (outHeight - 1) * stride,
    width + padding[1] + padding[3] - (outWidth - 1) * stride,
  ] as const;
  const met = x.graph.apply(
    operator,
    [transpose(x, [1, 0, 2, 3]), transpose(gradient, [1, 0, 2, 3])],
    [inputs, outputs, ...places],
    {
      kernel_shape: { ints: [outHeight, outWidth] },
      dilations: { ints: [stride, stride] },
      pads: { ints: padding },
    },
  );
  const kept = slice(slice(met, 2, 0, kernelHeight), 3, 0, kernelWidth);
  return transpose(kept, [1, 0, 2, 3]);
}

const upsampleOperator: Operator = {
  type: 'Resize',
  inputPositions: [0, 2],
  mixesTypes: true,
  gradient(node, gradient) {
    const [batch, channels, height, width] = (node.inputs[0] as Value).shape as [number, number, number, number];
    const blocks = reshape(gradient, [batch, channels, height, 2, width, 2]);
    return [reshape(reduceSum(blocks, [3, 5]), [batch, channels, height, width]), null];
  },
};

/** Doubles height and width by repeating every pixel. */
export function upsampleNearest(x: Value): Value {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const scales = x.graph.constant([1, 1, 2, 2], [4]);
  return x.graph.apply(upsampleOperator, [x, scales], [batch, channels, height * 2, width * 2], {
    mode: { string: 'nearest' },
    coordinate_transformation_mode: { string: 'asymmetric' },
    nearest_mode: { string: 'floor' },
  });
}

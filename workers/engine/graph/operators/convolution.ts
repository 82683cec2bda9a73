/** Two-dimensional convolution and nearest-neighbour upsampling, on images as [batch, channels, height, width]. */
import { GraphError } from '../errors.ts';
import type { Operator, Shape, Value } from '../value.ts';
import { reshape } from './layout.ts';
import { reduceSum } from './reduce.ts';

/** Stride of both axes and padding [top, left, bottom, right]. */
export interface ConvolutionOptions {
  stride?: number;
  padding?: readonly [number, number, number, number];
}

/** Convolution of x [b, i, h, w] with a kernel [o, i, k, k] and an optional bias [o]. Differentiable in x and bias. */
export function convolution(x: Value, kernel: Value, bias: Value | null, options: ConvolutionOptions = {}): Value {
  const { stride = 1, padding = [0, 0, 0, 0] } = options;
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [outputs, inputs, kernelHeight, kernelWidth] = kernel.shape as [number, number, number, number];
  if (channels !== inputs) throw new GraphError(`a kernel [${kernel.shape}] does not fit [${x.shape}]`);
  const outHeight = Math.floor((height + padding[0] + padding[2] - kernelHeight) / stride) + 1;
  const outWidth = Math.floor((width + padding[1] + padding[3] - kernelWidth) / stride) + 1;
  const operator: Operator = {
    type: 'Conv',
    gradient(_, gradient, needs) {
      if (needs[1]) throw new GraphError('the gradient of a convolution kernel is not built');
      const forBias = () => reshape(reduceSum(gradient, [0, 2, 3]), [outputs]);
      return [
        needs[0] ? convolutionTransposed(gradient, kernel, x.shape, stride, padding) : null,
        null,
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

/**
 * What a processor computes faster in another way than a graph says: convolutions and their gradients, where the
 * kernel is a weight. The weights are rearranged by nodes that the runtime folds when it opens the session, once.
 */
import type { Graph } from '../graph.ts';
import { convolution, gatherRows, reshape, transpose } from '../operators/index.ts';
import { type Attribute, elementCount, type Node, type Value } from '../value.ts';
import { rewrite } from './rewrite.ts';
import { winogradConvolution } from './winograd.ts';

/** What differs among processors. */
export interface ProcessorTraits {
  /**
   * Whether products are dear beside moving numbers, as in wasm, whose vectors are short: there Winograd's
   * convolutions pay.
   */
  dearProducts: boolean;
}

/** Nets with more numbers than this are left alone: their weights' second form would cost more memory than time is worth. */
const LARGEST_NET = 100e6;

/**
 * The smallest convolutions that Winograd's way is faster for. Sums grow with channels and tiles, products with both
 * channels: with few channels the sums cost more than the products save, with few tiles the products are poor ones.
 */
const WINOGRAD = { channels: 48, tiles: 16 } as const;

/**
 * The largest tensor of tiles, in numbers: it is four times the convolution's own, and at a large picture's size it would
 * fill wasm's heap.
 */
const LARGEST_TILES = 2 ** 24;

type Padding = readonly [number, number, number, number];

/** The same graph, written for a processor. */
export function forProcessor(graph: Graph, { dearProducts }: ProcessorTraits): Graph {
  const numbers = [...graph.weights.values()].reduce((sum, { shape }) => sum + elementCount(shape), 0);
  if (numbers > LARGEST_NET || graph.precision !== 'float32') return graph;
  const weights = new Set(graph.weights.values());

  return rewrite(graph, (node, [x, kernel, bias = null]) => {
    const plan = planOf(node);
    if (!plan || !x || !kernel || !weights.has(node.inputs[1] as Value)) return null;
    if (dearProducts && suitsWinograd(node)) return winogradConvolution(x, tapsOf(kernel, plan), bias, plan.padding);
    if (!plan.gradient) return null;
    const [, outputs, inputs] = tapsShape(kernel, plan);
    const turned = reshape(transpose(tapsOf(kernel, plan), [1, 2, 0]), [outputs, inputs, ...kernel.shape.slice(2)]);
    return convolution(x, turned, bias, { padding: plan.padding });
  });
}

/** How a node is a convolution of stride 1. */
interface ConvolutionPlan {
  /** Whether it is the gradient of one: a convolution with the kernel turned by half and its channels exchanged. */
  gradient: boolean;
  padding: Padding;
}

function planOf({ operator, attributes, inputs }: Node): ConvolutionPlan | null {
  const gradient = operator.type === 'ConvTranspose';
  if (!gradient && operator.type !== 'Conv') return null;
  if (numbersOf(attributes.strides).some((stride) => stride !== 1)) return null;
  const padding = numbersOf(attributes.pads) as unknown as Padding;
  if (!gradient) return { gradient, padding };
  const [, , height = 1, width = 1] = inputs[1]?.shape ?? [];
  const [top, left, bottom, right] = padding;
  const turned: Padding = [height - 1 - top, width - 1 - left, height - 1 - bottom, width - 1 - right];
  return turned.every((side) => side >= 0) ? { gradient, padding: turned } : null;
}

function numbersOf(attribute: Attribute | undefined): readonly number[] {
  return attribute && 'ints' in attribute ? attribute.ints : [];
}

function suitsWinograd({ inputs, output }: Node): boolean {
  const [x, kernel] = inputs as readonly [Value, Value];
  const [batch = 0, , height = 0, width = 0] = output.shape;
  const both = [x.shape[1] as number, output.shape[1] as number];
  const channels = Math.min(...both);
  return (
    Math.max(...both) * batch * height * width * 4 <= LARGEST_TILES &&
    kernel.shape.slice(2).join() === '3,3' &&
    height % 2 === 0 &&
    width % 2 === 0 &&
    channels >= WINOGRAD.channels &&
    (batch * height * width) / 4 >= WINOGRAD.tiles
  );
}

/** Taps, output channels, input channels of the convolution that a plan makes with this kernel. */
function tapsShape(kernel: Value, { gradient }: ConvolutionPlan): [number, number, number] {
  const [first, second, height, width] = kernel.shape as [number, number, number, number];
  return gradient ? [height * width, second, first] : [height * width, first, second];
}

/** A kernel's weights tap by tap, row by row: [taps, outputs, inputs]. */
function tapsOf(kernel: Value, plan: ConvolutionPlan): Value {
  const shape = tapsShape(kernel, plan);
  const [taps] = shape;
  const [first, second] = kernel.shape as [number, number];
  const spread = transpose(reshape(kernel, [first, second, taps]), plan.gradient ? [2, 1, 0] : [2, 0, 1]);
  if (!plan.gradient || taps === 1) return spread;
  const backwards = kernel.graph.integers(Array.from({ length: taps }, (_, tap) => taps - 1 - tap));
  return reshape(gatherRows(reshape(spread, [taps, first * second]), backwards), shape);
}

/** Graphs rewritten for a processor give what the graph as it stands gives, and convolutions become what they should. */

import { bytesSource } from '@weft/engine';
import {
  type ConvolutionOptions,
  convolution,
  differentiate,
  forProcessor,
  Graph,
  NetWeights,
  numbersOf,
  openSafetensors,
  Program,
  type Tensors,
  type Value,
  type WeightTensor,
  writeSafetensors,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { type Operand, relativeError, runtime, spread } from './evaluate.ts';

const BOUND = 2e-6;

interface Case {
  x: number[];
  kernel: number[];
  options?: ConvolutionOptions;
  /** Node types of convolution and gradient on a processor with dear products. */
  lowered: string[];
}

const WINOGRAD = ['Conv', 'MatMul', 'Conv', 'MatMul'];
const cases: Record<string, Case> = {
  'as the U-Net has it': {
    x: [2, 48, 8, 8],
    kernel: [64, 48, 3, 3],
    options: { padding: [1, 1, 1, 1] },
    lowered: WINOGRAD,
  },
  'oblong, without padding': { x: [2, 48, 8, 14], kernel: [48, 48, 3, 3], lowered: WINOGRAD },
  'uneven padding': {
    x: [2, 48, 7, 8],
    kernel: [48, 48, 3, 3],
    options: { padding: [1, 0, 2, 2] },
    // Its gradient has an odd number of rows.
    lowered: ['Conv', 'MatMul', 'Conv'],
  },
  'odd sides': {
    x: [1, 48, 9, 9],
    kernel: [48, 48, 3, 3],
    options: { padding: [1, 1, 1, 1] },
    lowered: ['Conv', 'Conv'],
  },
  'few channels': {
    x: [2, 8, 8, 8],
    kernel: [64, 8, 3, 3],
    options: { padding: [1, 1, 1, 1] },
    lowered: ['Conv', 'Conv'],
  },
  'few tiles': {
    x: [1, 48, 4, 4],
    kernel: [48, 48, 3, 3],
    options: { padding: [1, 1, 1, 1] },
    lowered: ['Conv', 'Conv'],
  },
  '1×1': { x: [2, 48, 8, 8], kernel: [64, 48, 1, 1], lowered: ['Conv', 'Conv'] },
  'stride 2': {
    x: [2, 48, 8, 8],
    kernel: [48, 48, 3, 3],
    options: { stride: 2, padding: [1, 1, 1, 1] },
    lowered: ['Conv', 'ConvTranspose'],
  },
};

/** A convolution and its gradient; the kernel is a weight, or an input, which is never rewritten. */
function graphOf({ x, kernel, options }: Case, kernelAs: 'weight' | 'input'): Graph {
  const graph = new Graph();
  const input = graph.input('x', x);
  const weight = kernelAs === 'weight' ? graph.weight('kernel', kernel) : graph.input('kernel', kernel);
  const y = convolution(input, weight, graph.input('bias', [kernel[0] as number]), options);
  graph.output('y', y);
  const [gradient] = differentiate(new Map([[y, graph.input('dy', y.shape)]]), [input]);
  graph.output('dx', gradient as Value);
  return graph;
}

async function weightsOf(kernel: Operand): Promise<NetWeights> {
  const bytes = new Uint8Array(kernel.data.buffer);
  const tensor: WeightTensor = { name: 'kernel', dtype: 'F32', shape: [...kernel.shape], bytes };
  const { tensors } = await openSafetensors(bytesSource(writeSafetensors([tensor])));
  return NetWeights.open(tensors, 'test');
}

const typesOf = (graph: Graph) =>
  graph.nodes.map(({ operator }) => operator.type).filter((type) => /Conv|MatMul/.test(type));

describe('convolutions of a processor', () => {
  it.each(Object.entries(cases))('%s', async (_, each) => {
    const plain = graphOf(each, 'input');
    const graph = graphOf(each, 'weight');
    const lowered = forProcessor(graph, { dearProducts: true });
    expect(typesOf(lowered)).toEqual(each.lowered);

    const kernel = spread(each.kernel, 1);
    const operands: Record<string, Operand> = {
      x: spread(each.x, 2),
      kernel,
      bias: spread([each.kernel[0] as number], 3),
      dy: spread((graph.outputs.get('y') as Value).shape, 4),
    };
    const feeds: Tensors = Object.fromEntries(
      Object.entries(operands).map(([name, { data, shape }]) => [name, new runtime.ort.Tensor('float32', data, shape)]),
    );
    const results = await (await Program.compile(runtime, plain, null)).run(feeds);
    // The second is what onnxruntime-node runs: gradients as convolutions, without Winograd.
    for (const other of [lowered, graph]) {
      const found = await (await Program.compile(runtime, other, await weightsOf(kernel))).run(feeds);
      for (const name of ['y', 'dx']) {
        expect(relativeError(numbersOf(found, name), numbersOf(results, name))).toBeLessThan(BOUND);
      }
    }
  });

  it('keeps kernels that are no weights', () => {
    const graph = graphOf(cases['as the U-Net has it'] as Case, 'input');
    expect(typesOf(forProcessor(graph, { dearProducts: true }))).toEqual(['Conv', 'ConvTranspose']);
  });

  it('leaves nets alone that are too large for a second form of their weights', () => {
    const graph = graphOf(cases['as the U-Net has it'] as Case, 'weight');
    graph.weight('the rest', [10_000, 10_000]);
    expect(forProcessor(graph, { dearProducts: true })).toBe(graph);
  });
});

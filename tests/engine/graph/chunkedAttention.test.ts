/** Attention in chunks is attention, forward and backward, and never has the scores of two chunks at once. */

import {
  attention,
  byteCount,
  chunkSizes,
  differentiate,
  expandOperators,
  Graph,
  numbersOf,
  Program,
  type Value,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { relativeError, runtime, spread } from './evaluate.ts';

const SIZES = { batch: 2, heads: 3, queryLength: 10, keyLength: 7 };
const CHANNELS = 12;
const SCORES = SIZES.keyLength * SIZES.queryLength * Float32Array.BYTES_PER_ELEMENT;

/** Attention with its gradients, its scores held to so many bytes. */
function graphWith(scoreBytes: number): Graph {
  const graph = new Graph('float32', scoreBytes);
  const input = (name: string, length: number) => graph.input(name, [SIZES.batch * length, CHANNELS]);
  const inputs = [input('q', SIZES.queryLength), input('k', SIZES.keyLength), input('v', SIZES.keyLength)] as const;
  const y = attention(...inputs, SIZES);
  graph.output('y', y);
  const gradients = differentiate(new Map([[y, input('dy', SIZES.queryLength)]]), inputs);
  for (const [i, gradient] of gradients.entries()) graph.output(`d${inputs[i]?.name}`, gradient);
  return graph;
}

async function run(graph: Graph) {
  const program = await Program.compile(runtime, graph, null);
  const feeds = graph.inputs.map(({ name, shape }, i) => {
    const { data } = spread(shape, i, -2, 2);
    return [name, new runtime.ort.Tensor('float32', data, shape)] as const;
  });
  const results = await program.run(Object.fromEntries(feeds));
  return Object.fromEntries(Object.keys(results).map((name) => [name, numbersOf(results, name)]));
}

/** Of how many heads' scores there is room for, and in how many chunks each pass then goes. */
const cases = [
  { room: 4, chunks: 2 },
  { room: 2, chunks: 3 },
  { room: 1, chunks: 6 },
  { room: 0.5, chunks: 12 },
  { room: 0.35, chunks: 24 },
  { room: 0, chunks: 60 },
];

describe.each(cases)('with room for $room heads', ({ room, chunks }) => {
  it('is the same', async () => {
    const whole = await run(graphWith(SCORES * 6));
    const cut = await run(graphWith(SCORES * room));
    expect(Object.keys(cut)).toEqual(['y', 'dq', 'dk', 'dv']);
    for (const [name, numbers] of Object.entries(cut)) {
      expect(relativeError(numbers, whole[name] ?? []), name).toBeLessThan(1e-6);
    }
  });

  it('has the scores of one chunk after the other', () => {
    const graph = expandOperators(graphWith(SCORES * room));
    const softmaxes = graph.nodes.filter(({ operator }) => operator.type === 'Softmax').map(({ output }) => output);
    expect(softmaxes).toHaveLength(2 * chunks);
    for (const softmax of softmaxes) {
      expect(byteCount(softmax)).toBeLessThanOrEqual(Math.max(SCORES * room, 4 * SIZES.keyLength));
    }
    // Whatever order a runtime chooses: each chunk's scores hang on what the chunk before has come to.
    for (const [i, softmax] of softmaxes.entries()) {
      const before = softmaxes[i - 1];
      if (before && i !== chunks) expect(dependsOn(graph, softmax, before)).toBe(true);
    }
    // Those of the backward pass hang on the gradient that arrives, so that none are kept from the forward pass.
    const arriving = graph.inputs.find(({ name }) => name === 'dy') as Value;
    for (const softmax of softmaxes.slice(chunks)) expect(dependsOn(graph, softmax, arriving)).toBe(true);
  });
});

function dependsOn(graph: Graph, value: Value, other: Value): boolean {
  const used = new Set([value]);
  for (const node of [...graph.nodes].reverse()) {
    if (used.has(node.output)) for (const input of node.inputs) used.add(input);
  }
  return used.has(other);
}

it('chunks are as large as there is room for, and about equal', () => {
  expect(chunkSizes(16, 4096, 4096, 64 * 2 ** 20)).toEqual({ heads: 1, queries: 4096 });
  expect(chunkSizes(16, 1024, 1024, 64 * 2 ** 20)).toEqual({ heads: 16, queries: 1024 });
  expect(chunkSizes(10, 1024, 1024, 32 * 2 ** 20)).toEqual({ heads: 5, queries: 1024 });
  // 768 pixels: a head's scores are 324 MiB.
  expect(chunkSizes(16, 9216, 9216, 64 * 2 ** 20)).toEqual({ heads: 1, queries: 1536 });
});

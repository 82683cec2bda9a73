/**
 * The gradient of textual inversion against finite differences: the loss of two weighted samples with respect to the
 * rows of a new word, through the U-Net's cross-attention and the whole text encoder. Sums and bound as for the LoRA's.
 */

import {
  declarePrompts,
  declareUNetInputs,
  Graph,
  inversionGradientGraph,
  NetBuilder,
  Program,
  promptFeeds,
  TextEncoderConfig,
  textEncoder,
  unet,
} from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { dot, runtime, spread } from '../graph/evaluate.ts';
import { config, sizes, weightsOf } from '../nets/tinyUNet.ts';
import { directionalError, weightedLoss } from './directionalError.ts';

const BOUND = 3e-3;
const VECTORS = 2;
const WIDTH = config.cross_attention_dim;
const WEIGHTS = Float32Array.of(1, 0.7);
/** The word stands at different positions; in the second prompt twice. */
const PROMPTS = [
  {
    ids: [1, 5, 2, 2, 0],
    placed: [
      { position: 2, row: 0 },
      { position: 3, row: 1 },
    ],
  },
  {
    ids: [1, 2, 2, 2, 0],
    placed: [
      { position: 1, row: 0 },
      { position: 2, row: 1 },
      { position: 3, row: 0 },
    ],
  },
].map((prompt) => ({ ...prompt, tokens: 5, cutText: '' }));

const image = [sizes.batch, config.in_channels, sizes.height, sizes.width];
const target = spread(image, 3, -2, 2).data;
const theta = spread([VECTORS * WIDTH], 4, -0.5, 0.5).data;
const tensor = (data: Float32Array, shape: readonly number[]) => new runtime.ort.Tensor('float32', data, shape);
const inputs = {
  ...promptFeeds(runtime, PROMPTS, VECTORS),
  sample: tensor(spread(image, 1, -2, 2).data, image),
  timesteps: tensor(Float32Array.of(17, 803), [sizes.batch, 1]),
  target: tensor(target, image),
  sampleWeights: tensor(WEIGHTS, [sizes.batch]),
};

describe.each(['quick_gelu', 'gelu'] as const)('the gradient with respect to a new word, %s', (activation) => {
  const text = TextEncoderConfig.parse({
    vocab_size: 9,
    hidden_size: WIDTH,
    intermediate_size: 2 * WIDTH,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    max_position_embeddings: sizes.textLength,
    hidden_act: activation,
  });
  let predict: Program;
  let gradient: Float32Array;

  beforeAll(async () => {
    const graph = new Graph();
    const rows = graph.input('rows', [VECTORS, WIDTH]);
    const { ids, placed } = declarePrompts(graph, { batch: 2, length: sizes.textLength, rows: VECTORS }, rows);
    const encoderHiddenStates = textEncoder(new NetBuilder(graph), text, ids, '', placed);
    const netInputs = { ...declareUNetInputs(graph, config, sizes), encoderHiddenStates };
    graph.output('prediction', unet(new NetBuilder(graph), config, netInputs));
    const weights = await weightsOf(graph);
    predict = await Program.compile(runtime, graph, weights);
    const options = { textEncoder: { config: text, prefix: '' }, unet: config, sizes, vectors: VECTORS };
    const program = await Program.compile(runtime, inversionGradientGraph(options), weights);
    gradient = (await program.run({ ...inputs, theta: tensor(theta, [theta.length]) })).gradient?.data as Float32Array;
  });

  async function loss(vector: Float32Array): Promise<number> {
    const { prediction } = await predict.run({ ...inputs, rows: tensor(vector, [VECTORS, WIDTH]) });
    return weightedLoss(prediction?.data as Float32Array, target, WEIGHTS);
  }

  it('reaches every row', () => {
    expect(gradient).toHaveLength(VECTORS * WIDTH);
    for (let row = 0; row < VECTORS; row++) {
      const part = gradient.subarray(row * WIDTH, (row + 1) * WIDTH);
      expect(Math.sqrt(dot(part, part))).toBeGreaterThan(1e-3);
    }
  });

  it.each([1, 2, 3])('agrees along direction %i of all rows', async (seed) => {
    const direction = spread([theta.length], 100 + seed).data;
    expect(await directionalError(loss, theta, gradient, direction)).toBeLessThan(BOUND);
  });

  it.each([0, 1])('agrees for row %i', async (row) => {
    const direction = new Float32Array(theta.length);
    direction.set(spread([WIDTH], 200 + row).data, row * WIDTH);
    expect(await directionalError(loss, theta, gradient, direction)).toBeLessThan(BOUND);
  });
});

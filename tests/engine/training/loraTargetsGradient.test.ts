/**
 * The gradient of a LoRA on every layer that can be trained, convolutions and text encoder among them, against finite
 * differences, each group of layers by itself. Bound as for the attention's alone.
 */

import { targetModules } from '@weft/engine';
import {
  type LoraTarget,
  loraGradientGraph,
  loraLossGraph,
  loraSize,
  loraSlices,
  numbersOf,
  Program,
  promptFeeds,
  TextEncoderConfig,
  textEncoderModules,
  unetModules,
} from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { dot, runtime, spread } from '../graph/evaluate.ts';
import { config, sizes, weightsOf } from '../nets/tinyUNet.ts';
import { directionalError } from './directionalError.ts';

const BOUND = 3e-3;
const RANK = 2;
/** Of directions, about. */
const LENGTH = 4;
const WEIGHTS = Float32Array.of(1, 0.7);
const GROUPS: LoraTarget[] = ['attention', 'feed-forward', 'projections', 'convolutions', 'text-encoder'];

const text = TextEncoderConfig.parse({
  vocab_size: 9,
  hidden_size: config.cross_attention_dim,
  intermediate_size: 2 * config.cross_attention_dim,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  max_position_embeddings: sizes.textLength,
  hidden_act: 'quick_gelu',
});
const modules = targetModules([...unetModules(config), ...textEncoderModules(text)], GROUPS);
const options = {
  config,
  textEncoder: { config: text, prefix: '' },
  sizes,
  modules,
  rank: RANK,
  loraAlpha: 2 * RANK,
};

const prompts = [
  [1, 5, 3, 2, 0],
  [1, 7, 2, 2, 0],
].map((ids) => ({ ids, placed: [], tokens: 5, cutText: '' }));
const image = [sizes.batch, config.in_channels, sizes.height, sizes.width];
const theta = spread([loraSize(modules, RANK)], 4, -0.3, 0.3).data;
const tensor = (data: Float32Array, shape: readonly number[]) => new runtime.ort.Tensor('float32', data, shape);
const feeds = (vector: Float32Array) => ({
  ...promptFeeds(runtime, prompts, 0),
  sample: tensor(spread(image, 1, -2, 2).data, image),
  timesteps: tensor(Float32Array.of(17, 803), [sizes.batch, 1]),
  target: tensor(spread(image, 3, -2, 2).data, image),
  sampleWeights: tensor(WEIGHTS, [sizes.batch]),
  theta: tensor(vector, [vector.length]),
});

describe('the gradient of a LoRA on', () => {
  let losses: Program;
  let gradient: Float32Array;

  beforeAll(async () => {
    const graph = loraGradientGraph(options);
    const weights = await weightsOf(graph);
    const program = await Program.compile(runtime, graph, weights);
    gradient = numbersOf(await program.run(feeds(theta)), 'gradient');
    losses = await Program.compile(runtime, loraLossGraph(options), weights);
  });

  async function loss(vector: Float32Array): Promise<number> {
    return dot(numbersOf(await losses.run(feeds(vector)), 'sampleLosses'), WEIGHTS);
  }

  /** The attention's layers have a test of their own. */
  const others = new Set(targetModules(modules, GROUPS.slice(1)).map(({ name }) => name));
  const slices = loraSlices(modules, RANK).filter(({ name }) => others.has(name));

  it.each(slices.map((slice, i) => [slice.name, slice, i] as const))('%s agrees', async (_, slice, i) => {
    for (const [offset, length] of [
      [slice.aOffset, slice.aLength],
      [slice.bOffset, slice.bLength],
    ] as const) {
      const direction = new Float32Array(theta.length);
      const part = gradient.subarray(offset, offset + length);
      const size = Math.sqrt(dot(part, part) / length);
      expect(size).toBeGreaterThan(1e-6);
      // The direction of the gradient itself, with some noise: there the derivative is largest against the rounding.
      const noise = spread([length], 200 + i).data;
      // As long for every factor, however many numbers it has: along a longer one the loss bends too much.
      const scale = LENGTH / Math.sqrt(length);
      direction.set(
        part.map((value, k) => scale * (value / size + (noise[k] as number))),
        offset,
      );
      expect(await directionalError(loss, theta, gradient, direction)).toBeLessThan(BOUND);
    }
  });

  it('all of them agrees along a direction of all of θ', async () => {
    expect(await directionalError(loss, theta, gradient, spread([theta.length], 101).data)).toBeLessThan(BOUND);
  });
});

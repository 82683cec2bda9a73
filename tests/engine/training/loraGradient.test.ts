/**
 * The whole U-Net's LoRA gradient against finite differences: the DreamBooth loss of two weighted
 * samples, along random directions of all of θ and of every A and B alone. The net runs in float32 and
 * the loss is summed in float64; the bound covers float32's rounding in the difference quotient.
 */

import {
  declareTheta,
  declareUNetInputs,
  Graph,
  loraFactors,
  loraGradientGraph,
  loraSize,
  loraSlices,
  NetBuilder,
  Program,
  unet,
} from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { dot, runtime, spread } from '../graph/evaluate.ts';
import { config, modules, randomWeights, sizes } from '../nets/tinyUNet.ts';
import { directionalError, weightedLoss } from './directionalError.ts';

const BOUND = 3e-3;
const RANK = 2;
const LORA_ALPHA = 4;
const WEIGHTS = Float32Array.of(1, 0.7);

const image = [sizes.batch, config.in_channels, sizes.height, sizes.width];
const inputs = {
  sample: spread(image, 1, -2, 2),
  timesteps: { shape: [sizes.batch, 1], data: Float32Array.of(17, 803) },
  encoderHiddenStates: spread([sizes.batch, sizes.textLength, config.cross_attention_dim], 2),
  target: spread(image, 3, -2, 2),
};
const theta = spread([loraSize(modules, RANK)], 4, -0.3, 0.3).data;

const tensor = (data: Float32Array, shape: readonly number[]) => new runtime.ort.Tensor('float32', data, shape);
const feeds = (vector: Float32Array) => ({
  ...Object.fromEntries(Object.entries(inputs).map(([name, { data, shape }]) => [name, tensor(data, shape)])),
  theta: tensor(vector, [vector.length]),
  sampleWeights: tensor(WEIGHTS, [sizes.batch]),
});

describe('the gradient of the DreamBooth loss with respect to θ', () => {
  let predict: Program;
  let gradient: Float32Array;

  beforeAll(async () => {
    const weights = await randomWeights();
    const graph = new Graph();
    const netInputs = declareUNetInputs(graph, config, sizes);
    const lora = loraFactors(declareTheta(graph, modules, RANK), modules, RANK, LORA_ALPHA / RANK);
    graph.output('prediction', unet(new NetBuilder(graph, lora), config, netInputs));
    predict = await Program.compile(runtime, graph, weights);
    const options = { config, sizes, modules, rank: RANK, loraAlpha: LORA_ALPHA };
    const program = await Program.compile(runtime, loraGradientGraph(options), weights);
    gradient = (await program.run(feeds(theta))).gradient?.data as Float32Array;
  });

  async function loss(vector: Float32Array): Promise<number> {
    const prediction = (await predict.run(feeds(vector))).prediction?.data as Float32Array;
    return weightedLoss(prediction, inputs.target.data, WEIGHTS);
  }

  const errorAlong = (direction: Float32Array) => directionalError(loss, theta, gradient, direction);

  it('covers both attentions of every block', () => {
    expect(modules).toHaveLength(4 * 2 * 4);
    expect(gradient).toHaveLength(theta.length);
  });

  it.each([1, 2, 3])('agrees along direction %i of all of θ', async (seed) => {
    expect(await errorAlong(spread([theta.length], 100 + seed).data)).toBeLessThan(BOUND);
  });

  it.each(loraSlices(modules, RANK).map((slice, i) => [slice.name, slice, i] as const))(
    'agrees for %s',
    async (_, slice, i) => {
      for (const [offset, length] of [
        [slice.aOffset, slice.aLength],
        [slice.bOffset, slice.bLength],
      ] as const) {
        const direction = new Float32Array(theta.length);
        // The direction of the gradient itself: there the derivative is largest against the rounding.
        const part = gradient.subarray(offset, offset + length);
        const size = Math.sqrt(dot(part, part) / length);
        const noise = spread([length], 200 + i).data;
        direction.set(
          part.map((value, k) => value / size + (noise[k] as number)),
          offset,
        );
        expect(await errorAlong(direction)).toBeLessThan(BOUND);
      }
    },
  );
});

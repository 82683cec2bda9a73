/** The tests of a training step in half precision, for any runtime: what counts, and what an overflow leaves alone. */

import {
  ADAMW,
  Chain,
  initTheta,
  LOSS_SCALE,
  type LossScaling,
  loraPass,
  MAX_GRADIENT_NORM,
  Program,
  pieceLength,
  pieceNames,
  planStep,
  type Runtime,
  stepGraph,
  stepRules,
  stepScalars,
  type Tensors,
  TorchGenerator,
} from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { relativeError } from '../../parity/relativeError.ts';
import { config, modules, randomWeights, sizes } from '../nets/tinyUNet.ts';

const RANK = 2;
const LEARNING_RATE = 1e-3;
/** Steps before the one that is tested. */
const TAKEN = 5;

const normal = (count: number, seed: number) => new TorchGenerator(seed).randn(count);
const theta = initTheta(modules, RANK, new TorchGenerator(1)).map((value, i) => value + 0.01 * Math.sin(i));
/** The moments that TAKEN gradients leave behind: with others, steps could be many times as long as AdamW's ever are. */
const { m, v } = momentsAfter(Array.from({ length: TAKEN }, (_, i) => normal(theta.length, 10 + i)));

function momentsAfter(gradients: readonly Float32Array[]) {
  const average = (beta: number, power: number) =>
    gradients.reduce(
      (moments, gradient) =>
        moments.map((moment, i) => beta * moment + (1 - beta) * (1e-3 * (gradient[i] as number)) ** power),
      new Float32Array(theta.length),
    );
  return { m: average(ADAMW.beta1, 1), v: average(ADAMW.beta2, 2) };
}

/** What a step takes; scaling only where the runtime computes in half precision. */
function feedsOf(runtime: Runtime, scaling: Partial<LossScaling<number>>): Tensors {
  const tensor = (data: Float32Array, shape: readonly number[] = [data.length]) =>
    new runtime.ort.Tensor('float32', data, shape);
  const { batch, height, width, textLength } = sizes;
  const image = [batch, config.in_channels, height, width];
  const count = batch * config.in_channels * height * width;
  const scalars = Object.entries({ ...stepScalars(TAKEN + 1, LEARNING_RATE, ADAMW), ...scaling });
  return {
    sample: tensor(normal(count, 4), image),
    target: tensor(normal(count, 5), image),
    timesteps: tensor(Float32Array.of(17, 803), [batch, 1]),
    encoderHiddenStates: tensor(normal(batch * textLength * config.cross_attention_dim, 6), [
      batch,
      textLength,
      config.cross_attention_dim,
    ]),
    sampleWeights: tensor(Float32Array.of(1, 0.7)),
    theta: tensor(theta),
    m: tensor(m),
    v: tensor(v),
    ...Object.fromEntries(scalars.map(([name, number]) => [name, tensor(Float32Array.of(number))])),
  };
}

/** One step of the tiny U-Net from the same state. */
async function step(runtime: Runtime, program: Program, scaling: Partial<LossScaling<number>>) {
  return numbersIn(await program.run(feedsOf(runtime, scaling)));
}

/** The same step with its batch twice, one after the other, and with an average that begins at θ. */
async function accumulated(runtime: Runtime, scaling: Partial<LossScaling<number>>, segments = 1) {
  const { precision } = runtime;
  const built = planStep({
    pass: () => loraPass({ config, sizes, modules, rank: RANK, loraAlpha: RANK, precision }),
    rules: stepRules({ accumulation: 2, segments, averageDecay: 0.9 }),
  });
  if (!built.update) throw new Error('a step of two batches is more than one graph');
  const accumulate = await Chain.compile(runtime, built.batch, await randomWeights());
  const update = await Program.compile(runtime, built.update.graph, null);
  const tensor = (data: Float32Array) => new runtime.ort.Tensor('float32', data, [data.length]);
  const feeds: Tensors = {
    ...feedsOf(runtime, scaling),
    average: tensor(theta),
    averagingRate: tensor(Float32Array.of(0.1)),
    ...Object.fromEntries(
      built.pieces.map((piece, i) => [pieceNames(i).sum, tensor(new Float32Array(pieceLength(piece)))]),
    ),
  };
  for (let batch = 0; batch < 2; batch++) {
    const results = await accumulate.run(feeds);
    for (const i of built.pieces.keys()) {
      const next = results[pieceNames(i).next];
      if (next) feeds[pieceNames(i).sum] = next;
    }
  }
  return numbersIn(await update.run(feeds));
}

function numbersIn(results: Tensors): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

async function compile(runtime: Runtime): Promise<Program> {
  const { precision } = runtime;
  const pass = loraPass({ config, sizes, modules, rank: RANK, loraAlpha: RANK, precision });
  const graph = stepGraph(pass, { ...ADAMW, maxGradientNorm: MAX_GRADIENT_NORM, averaged: false });
  return Program.compile(runtime, graph, await randomWeights());
}

/** Declares the tests. `single` is the same arithmetic in float32, to compare with. */
export function describeScaledSteps(half: Runtime, single: Runtime): void {
  describe('a training step in half precision', () => {
    let program: Program;
    beforeAll(async () => {
      program = await compile(half);
    });

    it('learns what one in float32 learns', async () => {
      const wanted = await step(single, await compile(single), {});
      const found = await step(half, program, { lossScale: LOSS_SCALE.initial, goodSteps: 3, stepsTaken: TAKEN });
      for (const name of ['sampleLosses', 'nextTheta', 'nextM', 'nextV']) {
        expect(relativeError(found[name] as Float32Array, wanted[name] as Float32Array), name).toBeLessThan(5e-3);
      }
      expect(found.nextTheta).not.toEqual(theta);
      expect(found.nextLossScale).toEqual(Float32Array.of(LOSS_SCALE.initial));
      expect(found.nextGoodSteps).toEqual(Float32Array.of(4));
      expect(found.nextStepsTaken).toEqual(Float32Array.of(TAKEN + 1));
    });

    it('changes nothing but the scale where the gradient overflows', async () => {
      const found = await step(half, program, { lossScale: 2 ** 40, goodSteps: 7, stepsTaken: TAKEN });
      expect(found.nextTheta).toEqual(theta);
      expect(found.nextM).toEqual(m);
      expect(found.nextV).toEqual(v);
      expect(found.nextLossScale).toEqual(Float32Array.of(2 ** 39));
      expect(found.nextGoodSteps).toEqual(Float32Array.of(0));
      expect(found.nextStepsTaken).toEqual(Float32Array.of(TAKEN));
      expect([...(found.sampleLosses as Float32Array)].every(Number.isFinite)).toBe(true);
    });

    it('learns what one in float32 learns from several batches in segments, and nothing where one of them overflows', async () => {
      const wanted = await accumulated(single, {});
      const scaling = { lossScale: LOSS_SCALE.initial, goodSteps: 3, stepsTaken: TAKEN };
      const found = await accumulated(half, scaling, 3);
      for (const name of ['nextTheta', 'nextM', 'nextV', 'nextAverage']) {
        expect(relativeError(found[name] as Float32Array, wanted[name] as Float32Array), name).toBeLessThan(5e-3);
      }
      expect(found.nextStepsTaken).toEqual(Float32Array.of(TAKEN + 1));
      const overflown = await accumulated(half, { ...scaling, lossScale: 2 ** 40 }, 3);
      expect(overflown.nextTheta).toEqual(theta);
      expect(overflown.nextAverage).toEqual(theta);
      expect(overflown.nextLossScale).toEqual(Float32Array.of(2 ** 39));
    });

    it('doubles the scale after enough good steps', async () => {
      const state = { lossScale: 2 ** 10, goodSteps: LOSS_SCALE.growAfter - 1, stepsTaken: TAKEN };
      const found = await step(half, program, state);
      expect(found.nextLossScale).toEqual(Float32Array.of(2 ** 11));
      expect(found.nextGoodSteps).toEqual(Float32Array.of(0));
      expect(found.nextStepsTaken).toEqual(Float32Array.of(TAKEN + 1));
    });
  });
}

/** Clipping and AdamW in the graph against the same formulas written out in float64. */

import {
  ADAMW,
  type AdamWSettings,
  Graph,
  MAX_GRADIENT_NORM,
  numbersOf,
  Program,
  stepScalars,
  stepScalarsOnDevice,
  updateGraph,
} from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { dot, relativeError, runtime, spread } from '../graph/evaluate.ts';

const LENGTH = 50;
const LEARNING_RATE = 1e-2;
const OTHERS: AdamWSettings = { beta1: 0.5, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.2 };

/** torch.optim.AdamW's step after torch.nn.utils.clip_grad_norm_, in float64. */
function reference(
  state: { theta: number[]; m: number[]; v: number[] },
  gradient: Float32Array,
  t: number,
  { beta1, beta2, epsilon, weightDecay }: AdamWSettings,
  maxNorm: number,
): void {
  const norm = Math.sqrt(dot(gradient, gradient)) + 1e-6;
  const shrink = maxNorm > 0 ? Math.min(1, maxNorm / norm) : 1;
  gradient.forEach((raw, i) => {
    const g = raw * shrink;
    const m = beta1 * (state.m[i] as number) + (1 - beta1) * g;
    const v = beta2 * (state.v[i] as number) + (1 - beta2) * g * g;
    const decayed = (state.theta[i] as number) * (1 - LEARNING_RATE * weightDecay);
    const step = m / (1 - beta1 ** t) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
    state.theta[i] = decayed - LEARNING_RATE * step;
    state.m[i] = m;
    state.v[i] = v;
  });
}

it.each([
  ['the course’s values', ADAMW, MAX_GRADIENT_NORM],
  ['other values, clipped elsewhere', OTHERS, 0.3],
  ['no memory of the gradient, unclipped', { ...ADAMW, beta1: 0 }, 0],
])('steps as torch.optim.AdamW does: %s', async (_, adamW, maxGradientNorm) => {
  const program = await Program.compile(
    runtime,
    updateGraph(LENGTH, 'float32', { ...adamW, maxGradientNorm, averaged: false }),
    null,
  );
  const tensor = (data: Float32Array, length = LENGTH) => new runtime.ort.Tensor('float32', data, [length]);
  let current: Record<'theta' | 'm' | 'v', Float32Array> = {
    theta: spread([LENGTH], 1).data,
    m: new Float32Array(LENGTH),
    v: new Float32Array(LENGTH),
  };
  const expected = { theta: [...current.theta], m: [...current.m], v: [...current.v] };
  for (let t = 1; t <= 6; t++) {
    // Odd steps have a norm below the bounds, even ones far above them.
    const gradient = spread([LENGTH], 10 + t, -1, 1).data.map((g) => g * (t % 2 === 1 ? 0.01 : 10));
    const scalars = Object.entries(stepScalars(t, LEARNING_RATE, adamW)).map(([name, value]) => [
      name,
      tensor(Float32Array.of(value), 1),
    ]);
    const results = await program.run({
      theta: tensor(current.theta),
      m: tensor(current.m),
      v: tensor(current.v),
      gradientSum0: tensor(gradient),
      ...Object.fromEntries(scalars),
    });
    current = {
      theta: numbersOf(results, 'nextTheta'),
      m: numbersOf(results, 'nextM'),
      v: numbersOf(results, 'nextV'),
    };
    reference(expected, gradient, t, adamW, maxGradientNorm);
    expect(relativeError(current.theta, expected.theta)).toBeLessThan(1e-6);
    expect(relativeError(current.m, expected.m)).toBeLessThan(1e-6);
    expect(relativeError(current.v, expected.v)).toBeLessThan(1e-6);
  }
});

it('knows the same corrections on the device', async () => {
  for (const adamW of [ADAMW, OTHERS, { ...ADAMW, beta1: 0 }]) {
    const graph = new Graph();
    const { correction1, correction2 } = stepScalarsOnDevice(graph, graph.input('t', [1]), adamW);
    graph.output('correction1', correction1);
    graph.output('correction2', correction2);
    const program = await Program.compile(runtime, graph, null);
    for (const t of [1, 2, 30]) {
      const found = await program.run({ t: new runtime.ort.Tensor('float32', Float32Array.of(t), [1]) });
      const expected = stepScalars(t, LEARNING_RATE, adamW);
      expect(relativeError(numbersOf(found, 'correction1'), [expected.correction1])).toBeLessThan(1e-4);
      expect(relativeError(numbersOf(found, 'correction2'), [expected.correction2])).toBeLessThan(1e-4);
    }
  }
});

/** Clipping and AdamW in the graph against the same formulas written out in float64. */
import { expect, it } from 'vitest';
import { Graph } from '../../../workers/engine/graph/graph.ts';
import { Program } from '../../../workers/engine/runtime/program.ts';
import {
  ADAMW,
  adamW,
  clipGradient,
  declareStepScalars,
  stepScalars,
} from '../../../workers/engine/training/optimizer.ts';
import { dot, relativeError, runtime, spread } from '../graph/evaluate.ts';

const LENGTH = 50;
const LEARNING_RATE = 1e-2;

/** torch.optim.AdamW's step after torch.nn.utils.clip_grad_norm_, in float64. */
function reference(state: { theta: number[]; m: number[]; v: number[] }, gradient: Float32Array, t: number): void {
  const shrink = Math.min(1, ADAMW.maxGradientNorm / (Math.sqrt(dot(gradient, gradient)) + 1e-6));
  gradient.forEach((raw, i) => {
    const g = raw * shrink;
    const m = ADAMW.beta1 * (state.m[i] as number) + (1 - ADAMW.beta1) * g;
    const v = ADAMW.beta2 * (state.v[i] as number) + (1 - ADAMW.beta2) * g * g;
    const decayed = (state.theta[i] as number) * (1 - LEARNING_RATE * ADAMW.weightDecay);
    const step = m / (1 - ADAMW.beta1 ** t) / (Math.sqrt(v / (1 - ADAMW.beta2 ** t)) + ADAMW.epsilon);
    state.theta[i] = decayed - LEARNING_RATE * step;
    state.m[i] = m;
    state.v[i] = v;
  });
}

it('steps as torch.optim.AdamW does, clipped and unclipped', async () => {
  const graph = new Graph();
  const vector = (name: string) => graph.input(name, [LENGTH]);
  const state = { theta: vector('theta'), m: vector('m'), v: vector('v') };
  const next = adamW(state, clipGradient(vector('gradient')), declareStepScalars(graph));
  for (const [name, value] of Object.entries(next)) graph.output(`next_${name}`, value);
  const program = await Program.compile(runtime, graph, null);

  const tensor = (data: Float32Array, length = LENGTH) => new runtime.ort.Tensor('float32', data, [length]);
  let current: Record<'theta' | 'm' | 'v', Float32Array> = {
    theta: spread([LENGTH], 1).data,
    m: new Float32Array(LENGTH),
    v: new Float32Array(LENGTH),
  };
  const expected = { theta: [...current.theta], m: [...current.m], v: [...current.v] };
  for (let t = 1; t <= 6; t++) {
    // Odd steps have a norm below the bound, even ones far above it.
    const gradient = spread([LENGTH], 10 + t, -1, 1).data.map((g) => g * (t % 2 === 1 ? 0.01 : 10));
    const scalars = Object.entries(stepScalars(t, LEARNING_RATE)).map(([name, value]) => [
      name,
      tensor(Float32Array.of(value), 1),
    ]);
    const results = await program.run({
      theta: tensor(current.theta),
      m: tensor(current.m),
      v: tensor(current.v),
      gradient: tensor(gradient),
      ...Object.fromEntries(scalars),
    });
    const data = (name: string) => results[name]?.data as Float32Array;
    current = { theta: data('next_theta'), m: data('next_m'), v: data('next_v') };
    reference(expected, gradient, t);
    expect(relativeError(current.theta, expected.theta)).toBeLessThan(1e-6);
    expect(relativeError(current.m, expected.m)).toBeLessThan(1e-6);
    expect(relativeError(current.v, expected.v)).toBeLessThan(1e-6);
  }
});

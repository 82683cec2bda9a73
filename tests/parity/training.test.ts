/** LoRA training against PEFT, autograd and torch.optim.AdamW on the tiny model: output, losses, gradients, three steps. */

import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type LoraModule, loraSize, loraSlices } from '../../workers/engine/adapters/loraLayout.ts';
import { attentionModules } from '../../workers/engine/model/loraInputs.ts';
import { UNetConfig } from '../../workers/engine/nets/configs.ts';
import { Program } from '../../workers/engine/runtime/program.ts';
import { loraGradientGraph, loraStepGraph } from '../../workers/engine/training/loraGraph.ts';
import { stepScalars } from '../../workers/engine/training/optimizer.ts';
import { expectedIntegers, expectedNumbers, fixtureWeights, readFixtureJson } from '../engine/fixtures.ts';
import { relativeError, runtime } from '../engine/graph/evaluate.ts';

const Reference = z.object({
  lora: z.object({
    rank: z.number(),
    alpha: z.number(),
    adamw: z.object({ lr: z.number() }),
    losses: z.array(z.tuple([z.number(), z.number(), z.number()])),
  }),
});
const { lora } = Reference.parse(readFixtureJson('expected.json'));
const config = UNetConfig.parse(readFixtureJson('unet/config.json'));
const modules = attentionModules(config);
const options = {
  config,
  modules,
  rank: lora.rank,
  loraAlpha: lora.alpha,
  sizes: { batch: 2, height: 8, width: 8, textLength: 77 },
};
const weights = fixtureWeights('unet/diffusion_pytorch_model.safetensors');

/** θ from tensors named `<prefix>.<module>.lora_A.weight` and `…lora_B.weight`. */
function flat(prefix: string): Float32Array {
  const vector = new Float32Array(loraSize(modules, lora.rank));
  for (const { name, aOffset, bOffset } of loraSlices(modules, lora.rank)) {
    vector.set(expectedNumbers(`${prefix}.${name}.lora_A.weight`), aOffset);
    vector.set(expectedNumbers(`${prefix}.${name}.lora_B.weight`), bOffset);
  }
  return vector;
}

const tensor = (data: Float32Array, shape: number[]) => new runtime.ort.Tensor('float32', data, shape);
const vector = (data: Float32Array) => tensor(data, [data.length]);
const batch = {
  sample: tensor(expectedNumbers('lora.noisy'), [2, 4, 8, 8]),
  target: tensor(expectedNumbers('lora.noise'), [2, 4, 8, 8]),
  timesteps: tensor(Float32Array.from(expectedIntegers('lora.timesteps')), [2, 1]),
  textStates: tensor(expectedNumbers('lora.encoder_hidden_states'), [2, 77, 32]),
  sampleWeights: vector(Float32Array.of(1, 1)),
};

describe('against PEFT', () => {
  const before = flat('lora.weight');

  it('finds the modules that PEFT adapts', () => {
    expect(modules.map(({ name }: LoraModule) => name)).toHaveLength(32);
  });

  it('gives the same losses, and the same gradient for every tensor', async () => {
    const program = await Program.compile(runtime, loraGradientGraph(options), weights);
    const results = await program.run({ ...batch, theta: vector(before) });
    const [instance, prior] = lora.losses[0] as [number, number, number];
    expect(relativeError(results.sampleLosses?.data as Float32Array, [instance, prior])).toBeLessThan(1e-5);
    const gradient = results.gradient?.data as Float32Array;
    const expected = flat('lora.gradient');
    for (const { name, aOffset, aLength, bOffset, bLength } of loraSlices(modules, lora.rank)) {
      const error = (offset: number, length: number) =>
        relativeError(gradient.subarray(offset, offset + length), expected.subarray(offset, offset + length));
      expect(error(aOffset, aLength), `${name} A`).toBeLessThan(1e-4);
      expect(error(bOffset, bLength), `${name} B`).toBeLessThan(1e-4);
    }
  });

  describe('three steps', () => {
    let theta: Float32Array;
    const losses: Float32Array[] = [];

    beforeAll(async () => {
      const program = await Program.compile(runtime, loraStepGraph(options), weights);
      let state = {
        theta: vector(before),
        m: vector(new Float32Array(before.length)),
        v: vector(new Float32Array(before.length)),
      };
      for (let t = 1; t <= 3; t++) {
        const scalars = Object.entries(stepScalars(t, lora.adamw.lr)).map(([name, value]) => [
          name,
          vector(Float32Array.of(value)),
        ]);
        const { sampleLosses, nextTheta, nextM, nextV } = await program.run({
          ...batch,
          ...state,
          ...Object.fromEntries(scalars),
        });
        if (!nextTheta || !nextM || !nextV) throw new Error('the step gave no state');
        losses.push(sampleLosses?.data as Float32Array);
        state = { theta: nextTheta, m: nextM, v: nextV } as typeof state;
      }
      theta = state.theta.data as Float32Array;
    });

    it('have the same losses', () => {
      for (const [step, [instance, prior]] of lora.losses.entries()) {
        expect(relativeError(losses[step] as Float32Array, [instance, prior])).toBeLessThan(1e-4);
      }
    });

    it('end at the same θ', () => {
      const moved = (to: Float32Array) => to.map((value, i) => value - (before[i] as number));
      expect(relativeError(moved(theta), moved(flat('lora.after')))).toBeLessThan(1e-3);
    });
  });
});

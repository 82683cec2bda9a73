import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../../../workers/engine/adapters/adapterError.ts';
import {
  type LoraAdapter,
  type LoraModule,
  type LoraSlice,
  loraSize,
  loraSlices,
} from '../../../workers/engine/adapters/loraLayout.ts';
import { mixLoras } from '../../../workers/engine/adapters/loraMix.ts';
import { TorchGenerator } from '../../../workers/engine/diffusion/torchRandom.ts';

const modules: LoraModule[] = [
  { name: 'down.to_q', inFeatures: 3, outFeatures: 5 },
  { name: 'down.to_v', inFeatures: 4, outFeatures: 2 },
  { name: 'up.to_q', inFeatures: 6, outFeatures: 6 },
];

function adapterOf(rank: number, seed: number, chosen = modules): LoraAdapter {
  const theta = new TorchGenerator(seed).randn(loraSize(chosen, rank));
  return { baseModel: 'tiny', rank, loraAlpha: 1 + (seed % 8), modules: chosen, theta };
}

/** scale · B·A of one module, [outFeatures · inFeatures], by the definition; zeros where θ has no such module. */
function delta(theta: Float32Array, owners: LoraModule[], rank: number, scale: number, module: LoraModule): number[] {
  const index = owners.findIndex(({ name }) => name === module.name);
  const { inFeatures, outFeatures } = module;
  const slice = loraSlices(owners, rank)[index] as LoraSlice;
  return Array.from({ length: outFeatures * inFeatures }, (_, cell) => {
    if (index < 0) return 0;
    const [row, column] = [Math.floor(cell / inFeatures), cell % inFeatures];
    let sum = 0;
    for (let k = 0; k < rank; k++) {
      sum +=
        (theta[slice.bOffset + row * rank + k] as number) * (theta[slice.aOffset + k * inFeatures + column] as number);
    }
    return scale * sum;
  });
}

describe('mixLoras', () => {
  const weighted = fc.record({
    weight: fc.double({ min: -2, max: 2, noNaN: true }),
    adapter: fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.nat(1000), fc.shuffledSubarray(modules, { minLength: 1 }))
      .map(([rank, seed, chosen]) => adapterOf(rank, seed, chosen)),
  });

  it('adds to each layer what its adapters add one by one', () => {
    fc.assert(
      fc.property(fc.array(weighted, { minLength: 1, maxLength: 4 }), (adapters) => {
        const mix = mixLoras(adapters, modules);
        const rank = adapters.reduce((sum, { adapter, weight }) => sum + (weight === 0 ? 0 : adapter.rank), 0);
        expect(mix?.rank ?? 0).toBe(rank);
        if (mix === null) return;
        expect(mix.theta).toHaveLength(loraSize(modules, rank));
        for (const module of modules) {
          const separately = new Array<number>(module.inFeatures * module.outFeatures).fill(0);
          for (const { adapter, weight } of adapters) {
            const scale = (weight * adapter.loraAlpha) / adapter.rank;
            const added = delta(adapter.theta, adapter.modules, adapter.rank, scale, module);
            for (const [cell, value] of added.entries()) separately[cell] = (separately[cell] as number) + value;
          }
          const together = delta(mix.theta, modules, rank, 1, module);
          for (const [cell, value] of together.entries()) expect(value).toBeCloseTo(separately[cell] as number, 3);
        }
      }),
    );
  });

  it('is nothing without adapters, and with all of them at weight 0', () => {
    expect(mixLoras([], modules)).toBeNull();
    expect(mixLoras([{ adapter: adapterOf(2, 1), weight: 0 }], modules)).toBeNull();
  });

  it('one adapter as trained with alpha = rank is that adapter itself', () => {
    const adapter = { ...adapterOf(4, 1), loraAlpha: 4 };
    expect(mixLoras([{ adapter, weight: 1 }], modules)).toEqual({ rank: 4, theta: adapter.theta });
  });

  it('refuses what does not fit, saying which layer', () => {
    const wider = modules.map((module) => (module.name === 'down.to_v' ? { ...module, outFeatures: 3 } : module));
    expect(() => mixLoras([{ adapter: adapterOf(2, 1, wider), weight: 1 }], modules)).toThrow(
      /down\.to_v is 4 → 3.* 4 → 2/,
    );
    const other = [{ name: 'mid.to_q', inFeatures: 3, outFeatures: 3 }];
    expect(() => mixLoras([{ adapter: adapterOf(2, 1, other), weight: 1 }], modules)).toThrow(/mid\.to_q/);
    const cut = { ...adapterOf(2, 1), theta: new Float32Array(7) };
    expect(() => mixLoras([{ adapter: cut, weight: 0 }], modules)).toThrow(AdapterError);
    expect(() => mixLoras([{ adapter: adapterOf(2, 1), weight: Number.NaN }], modules)).toThrow(AdapterError);
  });
});

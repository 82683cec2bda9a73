import { AdapterError, type LoraModule } from '@weft/engine';
import { type LoraAdapter, type LoraMix, loraSize, loraSlices, mixLoras, TorchGenerator } from '@weft/engine/internal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const modules: LoraModule[] = [
  { name: 'down.to_q', inFeatures: 3, outFeatures: 5 },
  { name: 'down.to_v', inFeatures: 4, outFeatures: 2 },
  { name: 'up.to_q', inFeatures: 6, outFeatures: 6 },
  { name: 'up.conv1', inFeatures: 2, outFeatures: 3, kernel: 3 },
];

function adapterOf(rank: number, seed: number, chosen = modules): LoraAdapter {
  const theta = new TorchGenerator(seed).randn(loraSize(chosen, rank));
  return { baseModel: 'tiny', rank, loraAlpha: 1 + (seed % 8), modules: chosen, theta };
}

/** scale · B·A of one module, flat, by the definition; zeros where there is no such module. */
function delta({ modules: owners, rank, theta }: LoraMix, scale: number | null, module: LoraModule): number[] {
  const index = owners.findIndex(({ name }) => name === module.name);
  const { inFeatures, outFeatures, kernel = 1 } = module;
  const columns = inFeatures * kernel * kernel;
  const own = owners[index];
  const slice = loraSlices(owners, rank)[index];
  return Array.from({ length: outFeatures * columns }, (_, cell) => {
    if (!own || !slice) return 0;
    const ownRank = own.rank ?? rank;
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    let sum = 0;
    for (let k = 0; k < ownRank; k++) {
      sum +=
        (theta[slice.bOffset + row * ownRank + k] as number) * (theta[slice.aOffset + k * columns + column] as number);
    }
    return scale === null ? sum : (own.loraAlpha === undefined ? scale : own.loraAlpha / ownRank) * sum;
  });
}

describe('mixLoras', () => {
  const ownSettings = fc.constantFrom({}, { rank: 1, loraAlpha: 3 }, { rank: 6, loraAlpha: 2 });
  const weighted = fc.record({
    weight: fc.double({ min: -2, max: 2, noNaN: true }),
    adapter: fc
      .tuple(
        fc.integer({ min: 1, max: 5 }),
        fc.nat(1000),
        fc.shuffledSubarray(modules, { minLength: 1 }),
        fc.array(ownSettings, { minLength: modules.length, maxLength: modules.length }),
      )
      .map(([rank, seed, chosen, own]) =>
        adapterOf(
          rank,
          seed,
          chosen.map((module, i) => ({ ...module, ...own[i] })),
        ),
      ),
  });

  it('adds to each layer what its adapters add one by one', () => {
    fc.assert(
      fc.property(fc.array(weighted, { minLength: 1, maxLength: 4 }), (adapters) => {
        const mix = mixLoras(adapters, modules);
        const acting = adapters.filter(({ weight }) => weight !== 0);
        expect(mix === null).toBe(acting.length === 0);
        if (mix === null) return;
        expect(mix.theta).toHaveLength(loraSize(mix.modules, mix.rank));
        for (const module of modules) {
          const holders = acting.flatMap(({ adapter }) =>
            adapter.modules.filter(({ name }) => name === module.name).map(({ rank = adapter.rank }) => rank),
          );
          const place = mix.modules.find(({ name }) => name === module.name);
          expect(place ? (place.rank ?? mix.rank) : 0).toBe(holders.reduce((sum, rank) => sum + rank, 0));
          const separately = new Array<number>(delta(mix, null, module).length).fill(0);
          for (const { adapter, weight } of acting) {
            const added = delta(adapter, adapter.loraAlpha / adapter.rank, module);
            for (const [cell, value] of added.entries())
              separately[cell] = (separately[cell] as number) + weight * value;
          }
          const together = delta(mix, null, module);
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
    expect(mixLoras([{ adapter, weight: 1 }], modules)).toEqual({ rank: 4, modules, theta: adapter.theta });
  });

  it('refuses what does not fit, saying which layer', () => {
    const wider = modules.map((module) => (module.name === 'down.to_v' ? { ...module, outFeatures: 3 } : module));
    expect(() => mixLoras([{ adapter: adapterOf(2, 1, wider), weight: 1 }], modules)).toThrow(
      /down\.to_v is 4 → 3.* 4 → 2/,
    );
    const wide = modules.map((module) => (module.kernel ? { ...module, kernel: 1 } : module));
    expect(() => mixLoras([{ adapter: adapterOf(2, 1, wide), weight: 1 }], modules)).toThrow(
      /conv1 .*kernel of 1.*of 3/,
    );
    const other = [{ name: 'mid.to_q', inFeatures: 3, outFeatures: 3 }];
    expect(() => mixLoras([{ adapter: adapterOf(2, 1, other), weight: 1 }], modules)).toThrow(/mid\.to_q/);
    const cut = { ...adapterOf(2, 1), theta: new Float32Array(7) };
    expect(() => mixLoras([{ adapter: cut, weight: 0 }], modules)).toThrow(AdapterError);
    expect(() => mixLoras([{ adapter: adapterOf(2, 1), weight: Number.NaN }], modules)).toThrow(AdapterError);
  });
});

/**
 * Several LoRAs as one: their ranks side by side. Σ wᵢ·(αᵢ/rᵢ)·Bᵢ·Aᵢ is a product of the Aᵢ stacked
 * in rows and the Bᵢ, each times its factor, side by side in columns. So one drawing graph takes any mix of adapters
 * of the same layers and ranks, and a model with three adapters costs as much as with one of their summed rank.
 */
import { AdapterError } from './adapterError.ts';
import { type LoraAdapter, type LoraModule, type LoraSlice, loraScale, loraSize, loraSlices } from './loraLayout.ts';

/** An adapter and how strongly it is to act: 0 not at all, 1 as trained. */
export interface WeightedLora {
  /** What is drawn with. */
  adapter: LoraAdapter;
  /** Any finite number; below 0 draws away from it. */
  weight: number;
}

/** What adapters do together: a LoRA that is applied with scale 1. */
export interface LoraMix {
  /** The rank of the modules that have none of their own. */
  rank: number;
  /** The layers that it changes, each at the summed rank of the adapters that have it. */
  modules: LoraModule[];
  /** All its numbers, laid out as an adapter's, with weights and scales within B. */
  theta: Float32Array<ArrayBuffer>;
}

/**
 * The mix of any number of adapters, for a graph that applies its LoRA with scale 1: Σ wᵢ·(αᵢ/rᵢ)·Bᵢ·Aᵢ as one product.
 * What several pictures are drawn with is worked out once so, and handed over as `Subject.mix`.
 * @param available the layers of the model that can be adapted, in its order
 * @returns the adapted ones of them, in the same order, each at its summed rank; null where nothing is left to add
 * @throws AdapterError when an adapter has a layer that the model lacks or of another shape, or a damaged θ or weight
 */
export function mixLoras(adapters: readonly WeightedLora[], available: readonly LoraModule[]): LoraMix | null {
  const known = new Map(available.map((module) => [module.name, module]));
  for (const { adapter, weight } of adapters) requireFit(adapter, weight, known);

  const acting = adapters.filter(({ weight }) => weight !== 0);
  const ranks = summedRanks(acting.map(({ adapter }) => adapter));
  if (ranks.size === 0) return null;
  const rank = Math.max(...ranks.values());
  const modules = available.filter(({ name }) => ranks.has(name)).map((module) => ranked(module, ranks, rank));
  const theta = new Float32Array(loraSize(modules, rank));
  const targets = new Map(loraSlices(modules, rank).map((slice) => [slice.name, { slice, column: 0 }]));
  for (const { adapter, weight } of acting) {
    for (const [i, source] of loraSlices(adapter.modules, adapter.rank).entries()) {
      const target = targets.get(source.name) as { slice: LoraSlice; column: number };
      const factor = weight * loraScale(adapter, adapter.modules[i] as LoraModule);
      place(adapter.theta, source, theta, target.slice, target.column, factor);
      target.column += source.aShape[0] as number;
    }
  }
  return { rank, modules, theta };
}

/** For each module the ranks of all adapters that have it. */
function summedRanks(adapters: readonly LoraAdapter[]): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const { modules, rank } of adapters) {
    for (const module of modules) ranks.set(module.name, (ranks.get(module.name) ?? 0) + (module.rank ?? rank));
  }
  return ranks;
}

function ranked(module: LoraModule, ranks: ReadonlyMap<string, number>, common: number): LoraModule {
  const rank = ranks.get(module.name);
  return rank === common ? module : { ...module, rank };
}

/** Puts a module's A in the rows from `column` on and `factor` times its B in the columns from `column` on. */
function place(
  from: Float32Array,
  source: LoraSlice,
  to: Float32Array,
  target: LoraSlice,
  column: number,
  factor: number,
): void {
  const [sourceRank = 0, targetRank = 0] = [source.aShape[0], target.aShape[0]];
  const a = from.subarray(source.aOffset, source.aOffset + source.aLength);
  to.set(a, target.aOffset + (column * target.aLength) / targetRank);
  const rows = target.bLength / targetRank;
  for (let row = 0; row < rows; row++) {
    const read = source.bOffset + row * sourceRank;
    const write = target.bOffset + row * targetRank + column;
    for (let k = 0; k < sourceRank; k++) to[write + k] = factor * (from[read + k] as number);
  }
}

function requireFit(adapter: LoraAdapter, weight: number, known: ReadonlyMap<string, LoraModule>): void {
  if (!Number.isFinite(weight)) throw new AdapterError(`${weight} can't be an adapter's weight.`, 'Use a number.');
  const needed = loraSize(adapter.modules, adapter.rank);
  if (adapter.theta.length !== needed) {
    throw new AdapterError(
      `The adapter is damaged: it has ${adapter.theta.length} numbers where its layers need ${needed}.`,
      'Train it again, or import it again from its file.',
    );
  }
  for (const module of adapter.modules) {
    const own = known.get(module.name);
    const advice = `Open the model it was trained on (${adapter.baseModel}), or choose another adapter.`;
    if (own === undefined) {
      throw new AdapterError(`The adapter changes the layer ${module.name}, which this model doesn't have.`, advice);
    }
    if (describe(own) !== describe(module)) {
      throw new AdapterError(
        `The adapter's layer ${module.name} is ${describe(module)}, this model's ${describe(own)}.`,
        advice,
      );
    }
  }
}

/** e.g. `64 → 128`, `64 → 128 by a kernel of 3` */
function describe({ inFeatures, outFeatures, kernel }: LoraModule): string {
  return `${inFeatures} → ${outFeatures}${kernel === undefined ? '' : ` by a kernel of ${kernel}`}`;
}

/**
 * Several LoRAs as one: their ranks side by side. Σ wᵢ·(αᵢ/rᵢ)·Bᵢ·Aᵢ is a product of the Aᵢ stacked
 * in rows and the Bᵢ, each times its factor, side by side in columns. So one drawing graph takes any mix,
 * and a model with three adapters costs as much as with one of their summed rank.
 */
import { AdapterError } from './adapterError.ts';
import { type LoraAdapter, type LoraModule, type LoraSlice, loraSize, loraSlices } from './loraLayout.ts';

/** An adapter and how strongly it is to act: 0 not at all, 1 as trained. */
export interface WeightedLora {
  adapter: LoraAdapter;
  weight: number;
}

/**
 * The mix, for a graph that applies its LoRA with scale 1.
 * @param modules the layers that the drawing graph adapts, in its order; layers that an adapter lacks get nothing from it
 * @returns θ laid out for `modules` at the summed rank, or null where nothing is left to add
 * @throws AdapterError when an adapter has a layer that `modules` lacks or of another shape, or a damaged θ or weight
 */
export function mixLoras(
  adapters: readonly WeightedLora[],
  modules: readonly LoraModule[],
): { rank: number; theta: Float32Array } | null {
  const places = new Map(modules.map((module, index) => [module.name, { module, index }]));
  for (const { adapter, weight } of adapters) requireFit(adapter, weight, places);

  const acting = adapters.filter(({ weight }) => weight !== 0);
  const rank = acting.reduce((sum, { adapter }) => sum + adapter.rank, 0);
  if (rank === 0) return null;

  const theta = new Float32Array(loraSize(modules, rank));
  const slices = loraSlices(modules, rank);
  let column = 0;
  for (const { adapter, weight } of acting) {
    const scale = (weight * adapter.loraAlpha) / adapter.rank;
    const sources = loraSlices(adapter.modules, adapter.rank);
    for (const [i, source] of sources.entries()) {
      const { inFeatures, outFeatures, name } = adapter.modules[i] as LoraModule;
      const target = slices[(places.get(name) as { index: number }).index] as LoraSlice;
      const a = adapter.theta.subarray(source.aOffset, source.aOffset + source.aLength);
      theta.set(a, target.aOffset + column * inFeatures);
      for (let row = 0; row < outFeatures; row++) {
        const from = source.bOffset + row * adapter.rank;
        const to = target.bOffset + row * rank + column;
        for (let k = 0; k < adapter.rank; k++) theta[to + k] = scale * (adapter.theta[from + k] as number);
      }
    }
    column += adapter.rank;
  }
  return { rank, theta };
}

function requireFit(adapter: LoraAdapter, weight: number, places: Map<string, { module: LoraModule }>): void {
  if (!Number.isFinite(weight)) throw new AdapterError(`${weight} can't be an adapter's weight.`, 'Use a number.');
  const needed = loraSize(adapter.modules, adapter.rank);
  if (adapter.theta.length !== needed) {
    throw new AdapterError(
      `The adapter is damaged: it has ${adapter.theta.length} numbers where its layers need ${needed}.`,
      'Train it again, or import it again from its file.',
    );
  }
  for (const { name, inFeatures, outFeatures } of adapter.modules) {
    const module = places.get(name)?.module;
    const advice = `Open the model it was trained on (${adapter.baseModel}), or choose another adapter.`;
    if (module === undefined) {
      throw new AdapterError(`The adapter changes the layer ${name}, which this model doesn't have.`, advice);
    }
    if (module.inFeatures !== inFeatures || module.outFeatures !== outFeatures) {
      throw new AdapterError(
        `The adapter's layer ${name} is ${inFeatures} → ${outFeatures}, this model's ${module.inFeatures} → ${module.outFeatures}.`,
        advice,
      );
    }
  }
}

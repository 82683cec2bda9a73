/**
 * Several LoRAs with their weights made into one that draws the same: the mix that drawing computes each time, kept.
 * Exact, at the price of the summed rank (`loraMix.ts`).
 */
import { AdapterError } from './adapterError.ts';
import type { LoraAdapter, LoraModule } from './loraLayout.ts';
import { mixLoras, type WeightedLora } from './loraMix.ts';

/**
 * One LoRA that draws as its parts do together, exactly: their ranks lie side by side.
 * @param parts any number, with their weights
 * @param available the layers of the model that can be adapted (`Model.adaptableModules`)
 * @param baseModel name of the model it is for
 * @returns a LoRA of scale 1, the parts' weights and scales within its B
 * @throws AdapterError when a part doesn't fit the model, or no part has a weight other than 0
 */
export function mergeLoras(
  parts: readonly WeightedLora[],
  available: readonly LoraModule[],
  baseModel: string,
): LoraAdapter {
  const mix = mixLoras(parts, available);
  if (mix === null) {
    throw new AdapterError('With every weight at 0 there is nothing to merge.', 'Give at least one adapter a weight.');
  }
  const { rank, modules, theta } = mix;
  const unscaled = modules.map((module) =>
    module.rank === undefined ? module : { ...module, loraAlpha: module.rank },
  );
  return { baseModel, rank, loraAlpha: rank, modules: unscaled, theta };
}

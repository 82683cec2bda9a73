/** Whether a LoRA's layers are the model's. */
import { guessArchitecture } from './guessArchitecture.ts';
import type { LoraModule } from './loraLayout.ts';

/** Whether the model has this layer, of this shape. */
export function fitsLayer(module: LoraModule, own: LoraModule | undefined): boolean {
  return (
    own !== undefined &&
    own.inFeatures === module.inFeatures &&
    own.outFeatures === module.outFeatures &&
    own.kernel === module.kernel
  );
}

/**
 * Why the layers don't fit, as a sentence that names the family they seem to be of; null where all of them do.
 * @param modules an adapter's layers
 * @param available the layers of the model that can be adapted
 */
export function explainFitError(modules: readonly LoraModule[], available: readonly LoraModule[]): string | null {
  const known = new Map(available.map((module) => [module.name, module]));
  const fitting = modules.filter((module) => fitsLayer(module, known.get(module.name))).length;
  if (fitting === modules.length) return null;
  const family = guessArchitecture(modules);
  const made = family === null ? '' : ` It seems to be made for ${family}.`;
  const share = fitting === 0 ? 'None' : `Only ${fitting}`;
  return `${share} of its ${modules.length} layers ${fitting === 1 ? 'fits' : 'fit'} the model that is open.${made}`;
}

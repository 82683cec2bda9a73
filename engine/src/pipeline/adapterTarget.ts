/** What a model's layers are called in other programs, and their own weights, as some adapters' files need them. */
import { inTextEncoder, nameInTextEncoder } from '../adapters/adaptedNets.ts';
import type { OriginalName } from '../adapters/formats/moduleNames.ts';
import type { LoraModule } from '../adapters/loraLayout.ts';
import type { UNetConfig } from '../nets/configs.ts';
import type { Checkpoint } from './checkpoint/checkpoint.ts';
import { unetNames } from './checkpoint/singleFile/unetNames.ts';
import { textEncoderPrefix } from './promptInputs.ts';

/** The names that a U-Net's modules were published under (CompVis' `openaimodel.py`). */
export function originalNames(config: UNetConfig): OriginalName {
  const names = unetNames(config);
  return (module) => names.original(module)?.name ?? null;
}

/**
 * The model's own weights of some layers, row-major [outFeatures, inFeatures] or with the kernel after them, by the
 * layers' names: what `readLora` takes as `baseWeights`.
 * @throws WeightsError where one is missing, and what reading the checkpoint throws
 */
export async function readBaseWeights(
  { unet, textEncoder }: Pick<Checkpoint, 'unet' | 'textEncoder'>,
  modules: readonly LoraModule[],
): Promise<Map<string, Float32Array>> {
  const read = new Map<string, Float32Array>();
  for (const module of modules) {
    const numbers = inTextEncoder(module)
      ? textEncoder.weights.numbers(`${nameInTextEncoder(module, textEncoderPrefix(textEncoder.weights))}.weight`)
      : unet.weights.numbers(`${module.name}.weight`);
    read.set(module.name, await numbers);
  }
  return read;
}

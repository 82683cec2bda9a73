/** The engine's LoRA as a file that other tools load. */
import { float32Tensor, type WeightTensor, writeSafetensors } from '../../weights/safetensors.ts';
import type { LoraAdapter, LoraModule } from '../loraLayout.ts';
import { loraSlices } from '../loraLayout.ts';
import { formatLoraKey, type LoraFileLayout } from './loraKeys.ts';
import { DIFFUSERS_METADATA_KEY, headerSettingsOf } from './loraSettings.ts';

/**
 * A `.safetensors` file of the adapter in float32. `peft` needs `adapter_config.json` beside it
 * (`peftConfigOf`); the other two say everything themselves.
 * @param metadata free text for the header, beside what the layout puts there
 * @throws WeightsError when θ doesn't fit the adapter's modules
 */
export function writeLora(
  adapter: LoraAdapter,
  layout: LoraFileLayout,
  metadata: Record<string, string> = {},
): Uint8Array {
  const { theta, rank, loraAlpha } = adapter;
  const tensors: WeightTensor[] = [];
  for (const [i, { aOffset, aLength, bOffset, bLength }] of loraSlices(adapter.modules, rank).entries()) {
    const { name: module, inFeatures, outFeatures } = adapter.modules[i] as LoraModule;
    const key = (part: 'A' | 'B' | 'alpha') => formatLoraKey({ layout, module, part });
    tensors.push(float32Tensor(key('A'), [rank, inFeatures], theta.subarray(aOffset, aOffset + aLength)));
    tensors.push(float32Tensor(key('B'), [outFeatures, rank], theta.subarray(bOffset, bOffset + bLength)));
    if (layout === 'kohya') tensors.push(float32Tensor(key('alpha'), [], Float32Array.of(loraAlpha)));
  }
  return writeSafetensors(tensors, { ...metadata, ...headerOf(adapter, layout) });
}

function headerOf(adapter: LoraAdapter, layout: LoraFileLayout): Record<string, string> {
  const common = { format: 'pt', base_model: adapter.baseModel };
  switch (layout) {
    case 'peft':
      return common;
    case 'diffusers':
      return { ...common, [DIFFUSERS_METADATA_KEY]: headerSettingsOf(adapter) };
    case 'kohya':
      return {
        ...common,
        ss_sd_model_name: adapter.baseModel,
        ss_network_module: 'networks.lora',
        ss_network_dim: String(adapter.rank),
        ss_network_alpha: String(adapter.loraAlpha),
      };
  }
}

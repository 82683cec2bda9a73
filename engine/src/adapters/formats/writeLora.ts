/** The engine's LoRA as a file that other tools load. */
import { float32Tensor, type WeightTensor, writeSafetensors } from '../../weights/safetensors.ts';
import { AdapterError } from '../adapterError.ts';
import { type LoraAdapter, type LoraModule, loraSlices } from '../loraLayout.ts';
import { formatLoraKey, type LoraFileLayout } from './loraKeys.ts';
import { DIFFUSERS_METADATA_KEY, headerSettingsOf } from './loraSettings.ts';
import { netAndPath } from './moduleNames.ts';

/**
 * A `.safetensors` file of the adapter in float32, its numbers as they are. `peft` needs `adapter_config.json` beside it
 * (`peftConfigOf`); the other two say everything themselves.
 * @param metadata free text for the header, beside what the layout puts there
 * @throws WeightsError when θ doesn't fit the adapter's modules
 * @throws AdapterError when PEFT's layout, which holds one net, is asked for an adapter of the text encoder
 */
export function writeLora(
  adapter: LoraAdapter,
  layout: LoraFileLayout,
  metadata: Record<string, string> = {},
): Uint8Array {
  const { theta, rank, loraAlpha, modules } = adapter;
  const tensors: WeightTensor[] = [];
  for (const [i, slice] of loraSlices(modules, rank).entries()) {
    const module = modules[i] as LoraModule;
    const { net, path } = netAndPath(module);
    if (layout === 'peft' && net === 'text_encoder') {
      throw new AdapterError(
        "PEFT's files hold one net, and this adapter also changes the text encoder.",
        'Choose the diffusers or the kohya layout.',
      );
    }
    const key = (part: 'A' | 'B' | 'alpha') => formatLoraKey({ layout, net, module: path, part });
    const { aOffset, aLength, aShape, bOffset, bLength, bShape } = slice;
    tensors.push(float32Tensor(key('A'), aShape, theta.subarray(aOffset, aOffset + aLength)));
    tensors.push(float32Tensor(key('B'), bShape, theta.subarray(bOffset, bOffset + bLength)));
    if (layout === 'kohya') {
      tensors.push(float32Tensor(key('alpha'), [], Float32Array.of(module.loraAlpha ?? loraAlpha)));
    }
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

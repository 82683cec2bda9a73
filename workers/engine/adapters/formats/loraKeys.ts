/**
 * What the tensor names of LoRA files mean. Three ways of naming are in use, diffusers' in three ages:
 *
 * | layout | factor A, factor B, alpha |
 * | --- | --- |
 * | PEFT | `base_model.model.<module>.lora_A.weight`, `….lora_B.weight` |
 * | diffusers | `unet.<module>.lora_A.weight`, `….lora_B.weight` |
 * | diffusers, older | `unet.<module>.lora.down.weight`, `….lora.up.weight` |
 * | diffusers, oldest | `<attention>.processor.to_q_lora.down.weight`, `….up.weight` |
 * | kohya | `lora_unet_<module with _>.lora_down.weight`, `….lora_up.weight`, `….alpha` |
 */
import { AdapterError } from '../adapterError.ts';

/** Ways of naming that Weft writes. */
export type LoraFileLayout = 'diffusers' | 'peft' | 'kohya';

/** A tensor's place in a LoRA. */
export interface LoraKey {
  layout: LoraFileLayout;
  /** Module path in the U-Net; in the kohya layout as it stands in the file, with `_` for `.`. */
  module: string;
  part: 'A' | 'B' | 'alpha';
}

const UNKNOWN_ADVICE = 'Choose a LoRA for the U-Net of Stable Diffusion, saved by diffusers, PEFT or kohya.';

const PARTS: [ending: RegExp, part: LoraKey['part']][] = [
  [/\.(?:lora_A|lora\.down|lora_down)\.weight$/, 'A'],
  [/\.(?:lora_B|lora\.up|lora_up)\.weight$/, 'B'],
  [/\.alpha$/, 'alpha'],
];
const OLDEST = /^(?<attention>.+)\.processor\.(?<projection>to_(?:q|k|v|out))_lora\.(?<side>down|up)\.weight$/;

/**
 * @throws AdapterError when the name belongs to the text encoder, to another kind of adapter, or to none
 */
export function parseLoraKey(name: string): LoraKey {
  if (/^(?:text_encoder|lora_te)/.test(name)) {
    throw new AdapterError(
      `The adapter also changes the text encoder (${name}), and Weft's adapters change the U-Net alone.`,
      'Choose an adapter that was trained without the text encoder.',
    );
  }
  const oldest = OLDEST.exec(name)?.groups;
  if (oldest) {
    const { attention = '', projection = '', side } = oldest;
    const module = `${withoutPrefix(attention)}.${projection === 'to_out' ? 'to_out.0' : projection}`;
    return { layout: 'diffusers', module, part: side === 'down' ? 'A' : 'B' };
  }
  for (const [ending, part] of PARTS) {
    if (!ending.test(name)) continue;
    const path = name.replace(ending, '');
    if (path.startsWith('base_model.model.')) return { layout: 'peft', module: path.slice(17), part };
    if (path.startsWith('lora_unet_')) return { layout: 'kohya', module: path.slice(10), part };
    return { layout: 'diffusers', module: withoutPrefix(path), part };
  }
  throw new AdapterError(`The adapter has a tensor that is no part of a LoRA: ${name}.`, UNKNOWN_ADVICE);
}

/** The tensor's name in a file of that layout. */
export function formatLoraKey({ layout, module, part }: LoraKey): string {
  if (layout === 'kohya') {
    const stem = `lora_unet_${kohyaModule(module)}`;
    return part === 'alpha' ? `${stem}.alpha` : `${stem}.${part === 'A' ? 'lora_down' : 'lora_up'}.weight`;
  }
  const stem = layout === 'peft' ? `base_model.model.${module}` : `unet.${module}`;
  return part === 'alpha' ? `${stem}.alpha` : `${stem}.lora_${part}.weight`;
}

/** A module path as kohya's names hold it. There is no way back without the model's own list of modules. */
export function kohyaModule(module: string): string {
  return module.replaceAll('.', '_');
}

function withoutPrefix(path: string): string {
  return path.startsWith('unet.') ? path.slice(5) : path;
}

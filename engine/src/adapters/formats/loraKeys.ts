/**
 * What the tensor names of LoRA files mean. Three ways of naming are in use, diffusers' in three ages:
 *
 * | layout | factor A, factor B, alpha |
 * | --- | --- |
 * | PEFT | `base_model.model.<module>.lora_A.weight`, `….lora_B.weight` |
 * | diffusers | `unet.<module>.lora_A.weight`, `….lora_B.weight`; `text_encoder.<module>.…` likewise |
 * | diffusers, older | `unet.<module>.lora.down.weight`, `….lora.up.weight`; `text_encoder.<module>.lora_linear_layer.down.weight` |
 * | diffusers, oldest | `<attention>.processor.to_q_lora.down.weight`; `text_encoder.<attention>.to_q_lora.down.weight` |
 * | kohya | `lora_unet_<module with _>.lora_down.weight`, `….lora_up.weight`, `….alpha`; `lora_te_…` |
 */
import { AdapterError } from '../adapterError.ts';

/** Ways of naming that are written: diffusers', PEFT's, and that of kohya's scripts, which most web UIs read. */
export type LoraFileLayout = 'diffusers' | 'peft' | 'kohya';

/** A tensor's place in a LoRA. */
export interface LoraKey {
  layout: LoraFileLayout;
  /** Which net the name says; PEFT's files hold one net each and don't say which. */
  net: 'unet' | 'text_encoder' | 'any';
  /** Module path in the net; in the kohya layout as it stands in the file, with `_` for `.`. */
  module: string;
  part: 'A' | 'B' | 'alpha';
}

/** The same as read from a file. */
export interface FileLoraKey extends LoraKey {
  /** The module as the file names it, prefix included. */
  stem: string;
}

const UNKNOWN_ADVICE = 'Choose a plain LoRA for Stable Diffusion, saved by diffusers, PEFT or kohya.';

const PARTS: [ending: RegExp, part: LoraKey['part']][] = [
  [/\.(?:lora_A(?:\.default)?|lora\.down|lora_down|lora_linear_layer\.down)\.weight$/, 'A'],
  [/\.(?:lora_B(?:\.default)?|lora\.up|lora_up|lora_linear_layer\.up)\.weight$/, 'B'],
  [/\.alpha$/, 'alpha'],
];
const PREFIXES: [prefix: string, layout: LoraFileLayout, net: LoraKey['net']][] = [
  ['base_model.model.', 'peft', 'any'],
  ['lora_unet_', 'kohya', 'unet'],
  ['lora_te_', 'kohya', 'text_encoder'],
  ['lora_te1_', 'kohya', 'text_encoder'],
  ['text_encoder.', 'diffusers', 'text_encoder'],
  ['unet.', 'diffusers', 'unet'],
  ['', 'diffusers', 'unet'],
];
const OLDEST = /^(?<attention>.+)\.to_(?<projection>q|k|v|out)_lora\.(?<side>down|up)\.weight$/;

/**
 * @throws AdapterError when the name belongs to another kind of adapter, or to none
 */
export function parseLoraKey(name: string): FileLoraKey {
  const oldest = OLDEST.exec(name)?.groups;
  if (oldest) return oldestKey(oldest.attention ?? '', oldest.projection ?? '', oldest.side === 'down' ? 'A' : 'B');
  for (const [ending, part] of PARTS) {
    if (!ending.test(name)) continue;
    const stem = name.replace(ending, '');
    return { ...splitPrefix(stem), part, stem };
  }
  throw new AdapterError(`The adapter has a tensor that is no part of a plain LoRA: ${name}.`, UNKNOWN_ADVICE);
}

/** The tensor's name in a file of that layout. */
export function formatLoraKey({ layout, net, module, part }: LoraKey): string {
  if (layout === 'kohya') {
    const stem = `${net === 'text_encoder' ? 'lora_te_' : 'lora_unet_'}${kohyaModule(module)}`;
    return part === 'alpha' ? `${stem}.alpha` : `${stem}.${part === 'A' ? 'lora_down' : 'lora_up'}.weight`;
  }
  const stem = layout === 'peft' ? `base_model.model.${module}` : `${net}.${module}`;
  return part === 'alpha' ? `${stem}.alpha` : `${stem}.lora_${part}.weight`;
}

/** A module path as kohya's names hold it. There is no way back without the model's own list of modules. */
export function kohyaModule(module: string): string {
  return module.replaceAll('.', '_');
}

/** Attention processors held their LoRAs themselves, in the text encoder under the U-Net's names. */
function oldestKey(attention: string, projection: string, part: 'A' | 'B'): FileLoraKey {
  const { net, module } = splitPrefix(attention);
  const stem = `${attention}.to_${projection}`;
  if (net === 'text_encoder') {
    return { layout: 'diffusers', net, module: `${module}.${projection}_proj`, part, stem };
  }
  const owner = module.replace(/\.processor$/, '');
  const own = `${owner}.to_${projection === 'out' ? 'out.0' : projection}`;
  return { layout: 'diffusers', net, module: own, part, stem };
}

function splitPrefix(path: string): Omit<LoraKey, 'part'> {
  const [prefix, layout, net] = PREFIXES.find(([start]) => path.startsWith(start)) as (typeof PREFIXES)[number];
  return { layout, net, module: path.slice(prefix.length) };
}

/**
 * What the tensor names of LoRA files mean. Three ways of naming are in use, diffusers' in three ages:
 *
 * | layout | factor A, factor B, alpha |
 * | --- | --- |
 * | PEFT | `base_model.model.<module>.lora_A.weight`, `….lora_B.weight` |
 * | diffusers | `unet.<module>.lora_A.weight`, `….lora_B.weight`; `text_encoder.<module>.…` likewise |
 * | diffusers, older | `unet.<module>.lora.down.weight`, `….lora.up.weight`; `text_encoder.<module>.lora_linear_layer.down.weight` |
 * | diffusers, oldest | `<attention>.processor.to_q_lora.down.weight`; `text_encoder.<attention>.to_q_lora.down.weight` |
 * | kohya, OneTrainer | `lora_unet_<module with _>.lora_down.weight`, `….lora_up.weight`, `….alpha`; `lora_te_…`, `lora_te1_…` |
 *
 * Modules may have the names that Stable Diffusion was published with instead of diffusers'. LyCORIS' kinds of adapter
 * and DoRA have more parts to a layer (`LoraPart`).
 */
import { AdapterError } from '../adapterError.ts';
import { foreignKind } from './foreignKinds.ts';

/** Ways of naming that are written: diffusers', PEFT's, and that of kohya's scripts, which most web UIs read. */
export type LoraFileLayout = 'diffusers' | 'peft' | 'kohya';

/** The nets that a name can speak of; PEFT's files hold one net each and don't say which. */
export type NamedNet = 'unet' | 'text_encoder' | 'text_encoder_2' | 'any';

/** A tensor's place in a LoRA. */
export interface LoraKey {
  layout: LoraFileLayout;
  net: NamedNet;
  /** Module path in the net; in the kohya layout as it stands in the file, with `_` for `.`. */
  module: string;
  part: 'A' | 'B' | 'alpha';
}

/** A module as a file names it. */
export type NamedModule = Pick<LoraKey, 'layout' | 'net' | 'module'>;

/** Parts of a layer's change by what they are called in LyCORIS' and PEFT's files. */
const OTHER_PARTS = [
  'hada_w1_a',
  'hada_w1_b',
  'hada_w2_a',
  'hada_w2_b',
  'hada_t1',
  'hada_t2',
  'lokr_w1',
  'lokr_w1_a',
  'lokr_w1_b',
  'lokr_w2',
  'lokr_w2_a',
  'lokr_w2_b',
  'lokr_t2',
  'diff',
] as const;

/**
 * What a tensor is to its layer: LoRA's two factors, the kernel between them (LyCORIS' LoCon), its alpha, DoRA's
 * magnitudes, the parts of LoHa and LoKr, a whole difference; or something that no product of factors holds, such as a
 * norm's weights or a bias.
 */
export type LoraPart = LoraKey['part'] | 'mid' | 'magnitude' | (typeof OTHER_PARTS)[number] | 'elsewhere';

/** A tensor's place as read from a file. */
export interface FileLoraKey extends NamedModule {
  part: LoraPart;
  /** The module as the file names it, prefix included. */
  stem: string;
}

/** PEFT keeps the name that an adapter has among others of a model, unless it saves that one alone. */
const PARTS: readonly (readonly [ending: RegExp, part: LoraPart])[] = [
  [/\.(?:lora_A(?:\.[\w-]+)?|lora\.down|lora_down|lora_linear_layer\.down)\.weight$/, 'A'],
  [/\.(?:lora_B(?:\.[\w-]+)?|lora\.up|lora_up|lora_linear_layer\.up)\.weight$/, 'B'],
  [/\.alpha$/, 'alpha'],
  [/\.lora_mid\.weight$/, 'mid'],
  [/\.(?:dora_scale|lora_magnitude_vector(?:\.[\w-]+)?(?:\.weight)?)$/, 'magnitude'],
  ...OTHER_PARTS.map((part) => [new RegExp(`\\.${part}(?:\\.[\\w-]+)?$`), part] as const),
  [/\.(?:w_norm|b_norm|diff_b|lora_B(?:\.[\w-]+)?\.bias|lora_up\.bias|set_weight|reshape_weight)$/, 'elsewhere'],
];

const PREFIXES: readonly (readonly [prefix: string, layout: LoraFileLayout, net: NamedNet])[] = [
  ['unet.base_model.model.', 'diffusers', 'unet'],
  ['text_encoder.base_model.model.', 'diffusers', 'text_encoder'],
  ['base_model.model.', 'peft', 'any'],
  ['lora_unet_', 'kohya', 'unet'],
  ['lora_te_', 'kohya', 'text_encoder'],
  ['lora_te1_', 'kohya', 'text_encoder'],
  ['lora_te2_', 'kohya', 'text_encoder_2'],
  ['lycoris_', 'kohya', 'unet'],
  ['text_encoder_2.', 'diffusers', 'text_encoder_2'],
  ['text_encoder.', 'diffusers', 'text_encoder'],
  ['cond_stage_model.transformer.', 'diffusers', 'text_encoder'],
  ['unet.', 'diffusers', 'unet'],
  ['model.diffusion_model.', 'diffusers', 'unet'],
  ['diffusion_model.', 'diffusers', 'unet'],
  ['', 'diffusers', 'unet'],
];
const OLDEST = /^(?<attention>.+)\.to_(?<projection>q|k|v|out)_lora\.(?<side>down|up)\.weight$/;

const UNKNOWN_ADVICE =
  'Choose a LoRA, LoCon, LoHa, LoKr or DoRA for Stable Diffusion, saved by diffusers, PEFT or kohya.';

/**
 * @throws AdapterError when the name belongs to another kind of adapter, or to none
 */
export function parseLoraKey(name: string): FileLoraKey {
  const oldest = OLDEST.exec(name)?.groups;
  if (oldest) return oldestKey(oldest.attention ?? '', oldest.projection ?? '', oldest.side === 'down' ? 'A' : 'B');
  for (const [ending, part] of PARTS) {
    const found = ending.exec(name);
    if (!found) continue;
    const stem = name.slice(0, found.index);
    return { ...splitPrefix(stem), part, stem };
  }
  const kind = foreignKind(name);
  throw new AdapterError(
    kind === null
      ? `The adapter has a tensor that is no part of a LoRA: ${name}.`
      : `The adapter is ${kind}: no LoRA can do that.`,
    UNKNOWN_ADVICE,
  );
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

function splitPrefix(path: string): NamedModule {
  const [prefix, layout, net] = PREFIXES.find(([start]) => path.startsWith(start)) as (typeof PREFIXES)[number];
  return { layout, net, module: path.slice(prefix.length) };
}

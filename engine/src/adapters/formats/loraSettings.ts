/** The settings that stand beside a LoRA's tensors: PEFT's `adapter_config.json`, or the same in a file's header. */
import * as z from 'zod';
import { AdapterError } from '../adapterError.ts';
import type { LoraAdapter, LoraModule } from '../loraLayout.ts';
import { netAndPath } from './moduleNames.ts';

/** The header entry in which diffusers keeps PEFT's settings, each name after that of its net: `unet.r`. */
export const DIFFUSERS_METADATA_KEY = 'lora_adapter_metadata';

/** What is read of PEFT's LoraConfig; anything that would change the arithmetic is refused. */
const PeftSettings = z.object({
  peft_type: z.literal('LORA').default('LORA'),
  r: z.number().int().positive(),
  lora_alpha: z.number().positive(),
  alpha_pattern: z.record(z.string(), z.number().positive()).nullish(),
  base_model_name_or_path: z.string().nullish(),
  use_dora: z.literal(false).nullish(),
  use_rslora: z.boolean().nullish(),
  fan_in_fan_out: z.literal(false).nullish(),
});
export type PeftSettings = z.infer<typeof PeftSettings>;

/** The nets that an adapter may change, as diffusers names them. */
export const ADAPTED_NETS = ['unet', 'text_encoder'] as const;
export type AdaptedNet = (typeof ADAPTED_NETS)[number];

/**
 * @param config parsed `adapter_config.json`
 * @throws AdapterError when it isn't a LoRA's, or of a kind with other arithmetic (DoRA)
 */
export function parsePeftSettings(config: unknown): PeftSettings {
  const parsed = PeftSettings.safeParse(config);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AdapterError(
    `The adapter's settings can't be used: ${issue?.path.join('.') || 'the file'}: ${issue?.message}.`,
    'Choose a plain LoRA together with its adapter_config.json.',
  );
}

/**
 * The settings in a diffusers file's header, for each net that it has some of.
 * @throws AdapterError as above
 */
export function settingsInHeader(metadata: Record<string, string>): Partial<Record<AdaptedNet, PeftSettings>> {
  const text = metadata[DIFFUSERS_METADATA_KEY];
  if (text === undefined) return {};
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    entries = null;
  }
  const named = z.record(z.string(), z.unknown()).safeParse(entries);
  if (!named.success) return { unet: parsePeftSettings(entries) };
  const settings: Partial<Record<AdaptedNet, PeftSettings>> = {};
  for (const net of ADAPTED_NETS) {
    const own = Object.entries(named.data).filter(([name]) => name.startsWith(`${net}.`));
    if (own.length === 0) continue;
    settings[net] = parsePeftSettings(
      Object.fromEntries(own.map(([name, value]) => [name.slice(net.length + 1), value])),
    );
  }
  return settings;
}

/**
 * PEFT's alpha of one module: that of the first pattern that is the whole of its path or the end of it, else the common
 * one. Patterns are regular expressions, `^` and all.
 */
export function alphaOf(settings: PeftSettings, path: string): number {
  const own = Object.entries(settings.alpha_pattern ?? {}).find(([pattern]) => matches(pattern, path));
  return own?.[1] ?? settings.lora_alpha;
}

function matches(pattern: string, path: string): boolean {
  try {
    return new RegExp(`^(?:.*\\.)?(?:${pattern})$`).test(path);
  } catch {
    // Python's expressions are not all JavaScript's; what can't be read as one may still be a plain path.
    return path === pattern || path.endsWith(`.${pattern}`);
  }
}

/**
 * The settings of an adapter as PEFT's LoraConfig names them: the content of `adapter_config.json`, to be written as JSON
 * beside a file in PEFT's layout.
 * Layers have their paths in the net; the text encoder's without `text_model.`, which matches with it and without.
 */
export function peftConfigOf(adapter: LoraAdapter): Record<string, unknown> {
  const { rank, loraAlpha, modules } = adapter;
  const own = (value: (module: LoraModule) => number | undefined) =>
    Object.fromEntries(modules.filter(value).map((module) => [netAndPath(module).bare, value(module)]));
  return {
    peft_type: 'LORA',
    base_model_name_or_path: adapter.baseModel,
    r: rank,
    lora_alpha: loraAlpha,
    rank_pattern: own((module) => module.rank),
    alpha_pattern: own((module) => module.loraAlpha),
    target_modules: modules.map((module) => netAndPath(module).bare),
    lora_dropout: 0,
    bias: 'none',
    inference_mode: true,
  };
}

/** The same for a diffusers file's header, each net's apart. */
export function headerSettingsOf(adapter: LoraAdapter): string {
  const named = ADAPTED_NETS.flatMap((net) => {
    const modules = adapter.modules.filter((module) => netAndPath(module).net === net);
    if (modules.length === 0) return [];
    return Object.entries(peftConfigOf({ ...adapter, modules })).map(([name, value]) => [`${net}.${name}`, value]);
  });
  return JSON.stringify(Object.fromEntries(named));
}

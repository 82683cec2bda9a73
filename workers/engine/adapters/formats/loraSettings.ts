/** The settings that stand beside a LoRA's tensors: PEFT's `adapter_config.json`, or the same in a file's header. */
import * as z from 'zod';
import { AdapterError } from '../adapterError.ts';
import type { LoraAdapter } from '../loraLayout.ts';

/** The header entry in which diffusers keeps PEFT's settings, each name after `unet.`. */
export const DIFFUSERS_METADATA_KEY = 'lora_adapter_metadata';
const UNET_PREFIX = 'unet.';

/** What Weft reads of PEFT's LoraConfig; anything that would change the arithmetic is refused. */
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

/** The settings in a diffusers file's header; undefined where there are none. @throws AdapterError as above */
export function settingsInHeader(metadata: Record<string, string>): PeftSettings | undefined {
  const text = metadata[DIFFUSERS_METADATA_KEY];
  if (text === undefined) return undefined;
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    entries = null;
  }
  const named = z.record(z.string(), z.unknown()).safeParse(entries);
  const unet = Object.entries(named.data ?? {})
    .filter(([name]) => name.startsWith(UNET_PREFIX))
    .map(([name, value]) => [name.slice(UNET_PREFIX.length), value] as const);
  return parsePeftSettings(Object.fromEntries(unet));
}

/** PEFT's alpha of one module: its own pattern (a path or the end of one), else the common one. */
export function alphaOf(settings: PeftSettings, module: string): number {
  const patterns = Object.entries(settings.alpha_pattern ?? {});
  const own = patterns.find(([pattern]) => module === pattern || module.endsWith(`.${pattern}`));
  return own?.[1] ?? settings.lora_alpha;
}

/** The settings of an adapter as PEFT's LoraConfig names them: the content of `adapter_config.json`. */
export function peftConfigOf(adapter: LoraAdapter): Record<string, unknown> {
  return {
    peft_type: 'LORA',
    base_model_name_or_path: adapter.baseModel,
    r: adapter.rank,
    lora_alpha: adapter.loraAlpha,
    target_modules: adapter.modules.map(({ name }) => name),
    lora_dropout: 0,
    bias: 'none',
    inference_mode: true,
  };
}

/** The same for a diffusers file's header. */
export function headerSettingsOf(adapter: LoraAdapter): string {
  const named = Object.entries(peftConfigOf(adapter)).map(([name, value]) => [`${UNET_PREFIX}${name}`, value]);
  return JSON.stringify(Object.fromEntries(named));
}

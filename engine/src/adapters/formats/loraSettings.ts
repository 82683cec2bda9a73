/** The settings that stand beside a LoRA's tensors: PEFT's `adapter_config.json`, or the same in a file's header. */
import * as z from 'zod';
import { parsePythonJson } from '../../weights/pythonJson.ts';
import { AdapterError } from '../adapterError.ts';
import type { LoraAdapter, LoraModule } from '../loraLayout.ts';
import { netAndPath } from './moduleNames.ts';
import { loadMatcher, matchesPath, needsMatcher } from './pathPattern.ts';

/** The header entry in which diffusers keeps PEFT's settings, each name after that of its net: `unet.r`. */
export const DIFFUSERS_METADATA_KEY = 'lora_adapter_metadata';

/** Patterns at most: each layer is held against each. */
const MOST_PATTERNS = 4096;

/** A setting that would change the arithmetic, and is left out or off. */
const off = z
  .union([z.literal(false), z.null(), z.array(z.unknown()).max(0), z.record(z.string(), z.never())])
  .optional();

/** A beginning that changes the model's own weights too, which files of the adapter alone don't hold. */
const RESIDUAL = /^(?:pissa|olora|corda|loftq|lora_ga)/i;
const Beginning = z
  .unknown()
  .optional()
  .refine((value) => !(typeof value === 'string' && RESIDUAL.test(value)), {
    error: ({ input }) =>
      `“${String(input)}” begins by changing the model's own weights, without which its numbers mean nothing`,
  });

/** What is read of PEFT's configs; anything that would change the arithmetic is refused. */
const PeftSettings = z
  .object({
    peft_type: z.enum(['LORA', 'LOHA', 'LOKR']).default('LORA'),
    r: z.number().int().positive(),
    lora_alpha: z.number().positive().nullish(),
    /** What LoHa and LoKr call it. */
    alpha: z.number().positive().nullish(),
    alpha_pattern: z
      .record(z.string().max(1000), z.number().positive())
      .refine((patterns) => Object.keys(patterns).length <= MOST_PATTERNS, `has more than ${MOST_PATTERNS} patterns`)
      .nullish(),
    base_model_name_or_path: z.string().nullish(),
    init_lora_weights: Beginning,
    use_dora: z.boolean().nullish(),
    use_rslora: z.boolean().nullish(),
    fan_in_fan_out: off,
    lora_bias: off,
    layer_replication: off,
    alora_invocation_tokens: off,
    use_qalora: off,
    use_bdlora: off,
  })
  .refine(({ lora_alpha, alpha }) => typeof (lora_alpha ?? alpha) === 'number', {
    error: 'has no alpha',
    path: ['lora_alpha'],
  });
export type PeftSettings = z.infer<typeof PeftSettings>;

/** The nets that an adapter may change, as diffusers names them. */
export const ADAPTED_NETS = ['unet', 'text_encoder'] as const;
export type AdaptedNet = (typeof ADAPTED_NETS)[number];

/** Whether parsed JSON that lies beside an adapter is PEFT's: many programs keep notes of their own there. */
export function isPeftConfig(config: unknown): boolean {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return false;
  return Object.hasOwn(config, 'peft_type') || (Object.hasOwn(config, 'r') && Object.hasOwn(config, 'lora_alpha'));
}

/**
 * @param config parsed `adapter_config.json`
 * @throws AdapterError when it isn't a LoRA's, or of a kind with other arithmetic (PiSSA, OLoRA)
 */
export function parsePeftSettings(config: unknown): PeftSettings {
  const parsed = PeftSettings.safeParse(config);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue?.path.join('.') ?? '';
  if (name === 'init_lora_weights') {
    throw new AdapterError(
      `The adapter's settings can't be used: ${name}: ${issue?.message}.`,
      'Save it as a plain LoRA: PEFT does so by save_pretrained(path, path_initial_model_for_weight_conversion=…).',
    );
  }
  throw new AdapterError(
    `The adapter's settings can't be used: ${name || 'the file'}: ${issue?.message}.`,
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
    entries = parsePythonJson(text);
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
 * Loads what a file's settings need to be read where their patterns are more than paths; nothing where they aren't.
 * @throws AdapterError where the settings can't be used
 */
export async function loadPatterns(metadata: Record<string, string>, peftConfig: unknown): Promise<void> {
  const beside = isPeftConfig(peftConfig) ? [parsePeftSettings(peftConfig)] : [];
  const all = [...beside, ...Object.values(settingsInHeader(metadata))];
  const patterns = all.flatMap(({ alpha_pattern }) => Object.keys(alpha_pattern ?? {}));
  if (patterns.some(needsMatcher)) await loadMatcher();
}

/**
 * PEFT's alpha of one module of this rank: that of the first pattern that is the whole of its path or the end of it, else
 * the common one; with rsLoRA (arXiv 2312.03732) times the root of the rank. Where no settings are, diffusers takes the
 * rank: the product as it is.
 */
export function alphaForRank(settings: PeftSettings | undefined, path: string, rank: number): number {
  if (!settings) return rank;
  const own = Object.entries(settings.alpha_pattern ?? {}).find(([pattern]) => matchesPath(pattern, path));
  const alpha = own?.[1] ?? settings.lora_alpha ?? settings.alpha ?? rank;
  return settings.use_rslora ? alpha * Math.sqrt(rank) : alpha;
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

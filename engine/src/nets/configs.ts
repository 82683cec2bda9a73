/** The `config.json` of each net, as diffusers and transformers write it; only what changes the graph is read. */
import * as z from 'zod';
import { aLevelEach, type BrokenRule, inGroups, sharedOut } from './configRules.ts';
import { ArchitectureError } from './errors.ts';

/** A whole number from 1 to `most`: far more than any published model has, and little enough to be built. */
const upTo = (most: number) => z.number().int().min(1).max(most);
const channels = upTo(16_384);
const layers = upTo(64);
/** A list with an entry for each level of a net. */
const aLevel = <T extends z.ZodType>(entry: T) => z.array(entry).min(1).max(8);
const heads = upTo(256);
const groups = upTo(1024);
const epsilon = z.number().positive().max(1);

/** transformers' CLIPTextConfig. */
export const TextEncoderConfig = z
  .object({
    vocab_size: upTo(1_000_000),
    hidden_size: channels,
    intermediate_size: upTo(65_536),
    num_hidden_layers: layers,
    num_attention_heads: heads,
    max_position_embeddings: upTo(1024),
    hidden_act: z.enum(['quick_gelu', 'gelu']),
    layer_norm_eps: epsilon.default(1e-5),
  })
  .superRefine((config, context) => {
    report(context, sharedOut('num_attention_heads', [config.hidden_size], [config.num_attention_heads]));
  });
/** The sizes of a CLIP text encoder, by the names of transformers' CLIPTextConfig. */
export type TextEncoderConfig = z.infer<typeof TextEncoderConfig>;

/** diffusers' UNet2DConditionModel. */
export const UNetConfig = z
  .object({
    sample_size: upTo(1024),
    in_channels: upTo(64),
    out_channels: upTo(64),
    block_out_channels: aLevel(channels),
    down_block_types: aLevel(z.enum(['CrossAttnDownBlock2D', 'DownBlock2D'])),
    up_block_types: aLevel(z.enum(['CrossAttnUpBlock2D', 'UpBlock2D'])),
    mid_block_type: z.literal('UNetMidBlock2DCrossAttn').default('UNetMidBlock2DCrossAttn'),
    layers_per_block: layers,
    cross_attention_dim: channels,
    /** In spite of its name the number of heads, for all levels or a level each (a slip that diffusers keeps). */
    attention_head_dim: z.union([heads, aLevel(heads)]),
    num_attention_heads: z.null().optional(),
    norm_num_groups: groups.default(32),
    norm_eps: epsilon.default(1e-5),
    use_linear_projection: z.boolean().default(false),
    flip_sin_to_cos: z.boolean().default(true),
    freq_shift: z.number().default(0),
    downsample_padding: z.literal(1).default(1),
    act_fn: z.literal('silu').default('silu'),
    center_input_sample: z.literal(false).default(false),
    // Variants of the architecture that change the net and are not built; here to be refused.
    mid_block_scale_factor: z.literal(1).default(1),
    resnet_out_scale_factor: z.literal(1).default(1),
    resnet_time_scale_shift: z.literal('default').default('default'),
    resnet_skip_time_act: z.literal(false).default(false),
    transformer_layers_per_block: z.literal(1).default(1),
    dual_cross_attention: z.literal(false).default(false),
    only_cross_attention: z.literal(false).default(false),
    mid_block_only_cross_attention: z.literal(false).nullish(),
    cross_attention_norm: z.null().optional(),
    attention_type: z.literal('default').default('default'),
    class_embed_type: z.null().optional(),
    num_class_embeds: z.null().optional(),
    addition_embed_type: z.null().optional(),
    encoder_hid_dim: z.null().optional(),
    time_embedding_type: z.literal('positional').default('positional'),
    time_embedding_dim: z.null().optional(),
    time_embedding_act_fn: z.null().optional(),
    timestep_post_act: z.null().optional(),
    time_cond_proj_dim: z.null().optional(),
    conv_in_kernel: z.literal(3).default(3),
    conv_out_kernel: z.literal(3).default(3),
  })
  .superRefine((config, context) => {
    const { block_out_channels: widths, down_block_types, up_block_types, attention_head_dim } = config;
    report(context, aLevelEach(widths.length, { down_block_types, up_block_types, attention_head_dim }));
    report(context, inGroups(config.norm_num_groups, widths));
    // Levels without attention have heads in the config all the same, which nothing is shared out among.
    const attends = widths.map(
      (_, level) =>
        level === widths.length - 1 ||
        down_block_types[level] === 'CrossAttnDownBlock2D' ||
        up_block_types.toReversed()[level] === 'CrossAttnUpBlock2D',
    );
    const counts = headsPerLevel(config).map((count, level) => (attends[level] ? count : 1));
    report(context, sharedOut('attention_head_dim', widths, counts));
  });
/** The sizes of a U-Net, by the names of diffusers' UNet2DConditionModel; keys with one value have no other that is built. */
export type UNetConfig = z.infer<typeof UNetConfig>;

/** diffusers' AutoencoderKL. */
export const VaeConfig = z
  .object({
    in_channels: z.literal(3),
    out_channels: z.literal(3),
    latent_channels: upTo(64),
    block_out_channels: aLevel(channels),
    // Attention between the levels, as earlier autoencoders had it, is not built.
    down_block_types: aLevel(z.literal('DownEncoderBlock2D')).optional(),
    up_block_types: aLevel(z.literal('UpDecoderBlock2D')).optional(),
    layers_per_block: layers,
    norm_num_groups: groups.default(32),
    /** Latents are multiplied by this before the U-Net sees them. */
    scaling_factor: z.number().positive().max(1000).default(0.18215),
    act_fn: z.literal('silu').default('silu'),
    // Variants that are not built; here to be refused.
    mid_block_add_attention: z.literal(true).default(true),
    use_quant_conv: z.literal(true).default(true),
    use_post_quant_conv: z.literal(true).default(true),
    shift_factor: z.null().optional(),
    latents_mean: z.null().optional(),
  })
  .superRefine(({ block_out_channels: widths, down_block_types, up_block_types, norm_num_groups }, context) => {
    report(context, aLevelEach(widths.length, { down_block_types, up_block_types }));
    report(context, inGroups(norm_num_groups, widths));
  });
/** The sizes of a VAE, by the names of diffusers' AutoencoderKL. */
export type VaeConfig = z.infer<typeof VaeConfig>;

function report(context: z.RefinementCtx, broken: Iterable<BrokenRule>): void {
  for (const { key, message } of broken) context.addIssue({ code: 'custom', path: [key], message });
}

/**
 * Reads a config, or throws ArchitectureError naming the key that is missing or has a value
 * the engine does not build.
 */
export function parseConfig<T>(schema: z.ZodType<T>, json: unknown, file: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.');
  const found = key ? foundAt(json, issue?.path ?? []) : '';
  throw new ArchitectureError(
    `${file}${key ? `: ${key}` : ''}${found} does not fit: ${issue?.message ?? 'unknown form'}.`,
  );
}

/** The value that a config has at a key, in short, e.g. ` (7)`; nothing where it is long or not there. */
function foundAt(json: unknown, path: readonly PropertyKey[]): string {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return '';
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return ['string', 'number', 'boolean'].includes(typeof value) || value === null
    ? ` (${String(value).slice(0, 40)})`
    : '';
}

/** Number of attention heads on each level of the U-Net, outermost first. */
export function headsPerLevel(config: UNetConfig): number[] {
  const { attention_head_dim: heads, block_out_channels: levels } = config;
  return levels.map((_, level) => (typeof heads === 'number' ? heads : (heads[level] as number)));
}

/**
 * The config of the same text encoder without its last layers, which gives an earlier layer's state through the final
 * norm: what diffusers calls `clip_skip` (1: the penultimate layer, as Stable Diffusion 2 has it by a config with one
 * layer less).
 * @throws RangeError where not one layer would be left
 */
export function withoutLastLayers(config: TextEncoderConfig, skipped: number): TextEncoderConfig {
  const layers = config.num_hidden_layers - skipped;
  if (!(skipped >= 0 && layers >= 1)) throw new RangeError(`${skipped} layers can't be left out`);
  return { ...config, num_hidden_layers: layers };
}

/** Factor between the U-Net's largest and smallest resolution: latents' sides must be multiples of it. */
export function unetStride(config: UNetConfig): number {
  return 2 ** (config.block_out_channels.length - 1);
}

/** Pixels to one latent, per side. */
export function pixelsPerLatent(config: VaeConfig): number {
  return 2 ** (config.block_out_channels.length - 1);
}

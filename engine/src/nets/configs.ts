/** The `config.json` of each net, as diffusers and transformers write it; only what changes the graph is read. */
import * as z from 'zod';
import { ArchitectureError } from './errors.ts';

const positive = z.number().int().positive();

/** transformers' CLIPTextConfig. */
export const TextEncoderConfig = z.object({
  vocab_size: positive,
  hidden_size: positive,
  intermediate_size: positive,
  num_hidden_layers: positive,
  num_attention_heads: positive,
  max_position_embeddings: positive,
  hidden_act: z.enum(['quick_gelu', 'gelu']),
  layer_norm_eps: z.number().positive().default(1e-5),
});
/** The sizes of a CLIP text encoder, by the names of transformers' CLIPTextConfig. */
export type TextEncoderConfig = z.infer<typeof TextEncoderConfig>;

/** diffusers' UNet2DConditionModel. */
export const UNetConfig = z
  .object({
    sample_size: positive,
    in_channels: positive,
    out_channels: positive,
    block_out_channels: z.array(positive).min(1),
    down_block_types: z.array(z.enum(['CrossAttnDownBlock2D', 'DownBlock2D'])),
    up_block_types: z.array(z.enum(['CrossAttnUpBlock2D', 'UpBlock2D'])),
    mid_block_type: z.literal('UNetMidBlock2DCrossAttn').default('UNetMidBlock2DCrossAttn'),
    layers_per_block: positive,
    cross_attention_dim: positive,
    /** In spite of its name the number of heads, for all levels or a level each (a slip that diffusers keeps). */
    attention_head_dim: z.union([positive, z.array(positive)]),
    num_attention_heads: z.null().optional(),
    norm_num_groups: positive.default(32),
    norm_eps: z.number().positive().default(1e-5),
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
  .refine(
    ({ block_out_channels, down_block_types, up_block_types }) =>
      down_block_types.length === block_out_channels.length && up_block_types.length === block_out_channels.length,
    'block_out_channels, down_block_types and up_block_types differ in length',
  )
  .refine(
    ({ attention_head_dim, block_out_channels }) =>
      typeof attention_head_dim === 'number' || attention_head_dim.length === block_out_channels.length,
    { path: ['attention_head_dim'], message: 'it has not one number for each level' },
  );
/** The sizes of a U-Net, by the names of diffusers' UNet2DConditionModel; keys with one value have no other that is built. */
export type UNetConfig = z.infer<typeof UNetConfig>;

/** diffusers' AutoencoderKL. */
export const VaeConfig = z.object({
  in_channels: positive,
  out_channels: positive,
  latent_channels: positive,
  block_out_channels: z.array(positive).min(1),
  layers_per_block: positive,
  norm_num_groups: positive.default(32),
  /** Latents are multiplied by this before the U-Net sees them. */
  scaling_factor: z.number().positive().default(0.18215),
  act_fn: z.literal('silu').default('silu'),
  // Variants that are not built; here to be refused.
  mid_block_add_attention: z.literal(true).default(true),
  use_quant_conv: z.literal(true).default(true),
  use_post_quant_conv: z.literal(true).default(true),
  shift_factor: z.null().optional(),
  latents_mean: z.null().optional(),
});
/** The sizes of a VAE, by the names of diffusers' AutoencoderKL. */
export type VaeConfig = z.infer<typeof VaeConfig>;

/**
 * Reads a config, or throws ArchitectureError naming the key that is missing or has a value
 * the engine does not build.
 */
export function parseConfig<T>(schema: z.ZodType<T>, json: unknown, file: string): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const key = issue?.path.join('.');
  throw new ArchitectureError(`${file}${key ? `: ${key}` : ''} does not fit: ${issue?.message ?? 'unknown form'}.`);
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

/** Which layers a LoRA is trained on, in groups that can be chosen one by one. */
import { inTextEncoder, TEXT_ENCODER_PREFIX } from './adaptedNets.ts';
import type { LoraModule } from './loraLayout.ts';

/** The names of each group's layers, as diffusers writes them. */
const LAYERS = {
  /** Queries, keys, values and results of self- and cross-attention: what diffusers' DreamBooth script adapts. */
  attention: /^(?!text_encoder\.).*\.attn[12]\.(to_q|to_k|to_v|to_out\.0)$/,
  /** The two layers that follow every attention. */
  'feed-forward': /^(?!text_encoder\.).*\.ff\.net\.(0\.proj|2)$/,
  /** The ways into and out of each transformer, convolutions of 1×1 in Stable Diffusion 1. */
  projections: /^(?!text_encoder\.).*\.attentions\.\d+\.(proj_in|proj_out)$/,
  /** The convolutions of residual blocks, and those that change the size. */
  convolutions: /^(?!text_encoder\.).*(\.resnets\.\d+\.(conv1|conv2|conv_shortcut)|samplers\.\d+\.conv)$/,
  /** The text encoder's attention: what diffusers adapts with `--train_text_encoder`. */
  'text-encoder': new RegExp(`^${TEXT_ENCODER_PREFIX.replaceAll('.', '\\.')}.*\\.self_attn\\.(q|k|v|out)_proj$`),
} as const;

/** The U-Net's way back to full resolution. */
const UP_BLOCKS = /^up_blocks\./;

/** A group of layers. */
export type LoraTarget = keyof typeof LAYERS;

/** Of the U-Net's layers those in its up blocks; of the text encoder's all. */
export function onlyUpBlocks<T extends Pick<LoraModule, 'name'>>(modules: readonly T[]): T[] {
  return modules.filter((module) => UP_BLOCKS.test(module.name) || inTextEncoder(module));
}

/** Those of `available` that belong to one of the groups, in the same order. */
export function targetModules<T extends Pick<LoraModule, 'name'>>(
  available: readonly T[],
  targets: readonly LoraTarget[],
): T[] {
  return available.filter(({ name }) => targets.some((target) => LAYERS[target].test(name)));
}

/** Which layers a LoRA is trained on, in groups that can be chosen one by one. */
import { inTextEncoder, TEXT_ENCODER_PREFIX } from './adaptedNets.ts';
import type { LoraModule } from './loraLayout.ts';

/**
 * A group of layers: the U-Net's attention, which is all that diffusers' DreamBooth script adapts; the two feed-forward
 * layers that follow every attention; the projections into and out of each transformer; the convolutions of residual blocks
 * and of changes of size; the text encoder's attention, as diffusers' `--train_text_encoder` adapts it.
 */
export type LoraTarget = 'attention' | 'feed-forward' | 'projections' | 'convolutions' | 'text-encoder';

/** The names of each group's layers, as diffusers writes them. */
const LAYERS: Readonly<Record<LoraTarget, RegExp>> = {
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
};

/** The U-Net's way back to full resolution. */
const UP_BLOCKS = /^up_blocks\./;

/** Of the U-Net's layers those in its up blocks, its way back to full resolution; of the text encoder's all. In the same order. */
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

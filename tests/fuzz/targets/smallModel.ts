/** A model of a few thousand numbers in diffusers' layout, so that whole folders of it can be changed and read. */
import {
  TextEncoderConfig,
  textEncoderWeights,
  UNetConfig,
  unetWeights,
  VaeConfig,
  vaeWeights,
} from '@weft/engine/internal';
import type { Part } from '../mutators/parts.ts';
import { SMALL_MERGES, SMALL_VOCABULARY, safetensors, TOKENIZER_CONFIG, utf8 } from './fixtures.ts';

const UNET = {
  _class_name: 'UNet2DConditionModel',
  sample_size: 8,
  in_channels: 4,
  out_channels: 4,
  block_out_channels: [8],
  down_block_types: ['CrossAttnDownBlock2D'],
  up_block_types: ['CrossAttnUpBlock2D'],
  layers_per_block: 1,
  cross_attention_dim: 8,
  attention_head_dim: 2,
  norm_num_groups: 4,
};
const TEXT = {
  model_type: 'clip_text_model',
  vocab_size: 100,
  hidden_size: 8,
  intermediate_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  max_position_embeddings: 77,
  hidden_act: 'quick_gelu',
};
const VAE = {
  _class_name: 'AutoencoderKL',
  in_channels: 3,
  out_channels: 3,
  latent_channels: 4,
  block_out_channels: [4],
  layers_per_block: 1,
  norm_num_groups: 2,
};
const SCHEDULER = {
  _class_name: 'PNDMScheduler',
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
};

const json = (value: unknown) => utf8(JSON.stringify(value));

/** Its files. */
export function smallFolder(): Part[] {
  const weights = (list: readonly { name: string; shape: readonly number[] }[]) =>
    safetensors(Object.fromEntries(list.map(({ name, shape }) => [name, shape])));
  const stem = 'diffusion_pytorch_model';
  return [
    { path: 'model_index.json', bytes: json({ _class_name: 'StableDiffusionPipeline' }) },
    { path: 'unet/config.json', bytes: json(UNET) },
    { path: 'text_encoder/config.json', bytes: json(TEXT) },
    { path: 'vae/config.json', bytes: json(VAE) },
    { path: 'scheduler/scheduler_config.json', bytes: json(SCHEDULER) },
    { path: 'tokenizer/tokenizer_config.json', bytes: json(TOKENIZER_CONFIG) },
    { path: 'tokenizer/vocab.json', bytes: json(SMALL_VOCABULARY) },
    { path: 'tokenizer/merges.txt', bytes: utf8(`#version: 0.2\n${SMALL_MERGES.join('\n')}\n`) },
    {
      path: 'text_encoder/model.safetensors',
      bytes: weights(textEncoderWeights(TextEncoderConfig.parse(TEXT), 'text_model.')),
    },
    { path: `unet/${stem}.safetensors`, bytes: weights(unetWeights(UNetConfig.parse(UNET))) },
    { path: `vae/${stem}.safetensors`, bytes: weights(vaeWeights(VaeConfig.parse(VAE))) },
  ];
}

/** The same with the U-Net's weights in two files that an index lists. */
export function shardedFolder(): Part[] {
  const whole = 'unet/diffusion_pytorch_model.safetensors';
  const shards = ['00001', '00002'].map((number) => whole.replace('.safetensors', `-${number}-of-00002.safetensors`));
  const folder = smallFolder();
  const weights = unetWeights(UNetConfig.parse(UNET));
  const half = Math.ceil(weights.length / 2);
  const files = [weights.slice(0, half), weights.slice(half)].map((list, index) => ({
    path: shards[index] as string,
    bytes: safetensors(Object.fromEntries(list.map(({ name, shape }) => [name, shape]))),
  }));
  const placed = weights.map(({ name }, at) => [name, (shards[at < half ? 0 : 1] as string).slice('unet/'.length)]);
  const index = { path: `${whole}.index.json`, bytes: json({ metadata: {}, weight_map: Object.fromEntries(placed) }) };
  return [...folder.filter(({ path }) => path !== whole), ...files, index];
}

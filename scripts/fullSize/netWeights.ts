/** The weights of each net of a family, and the file that a folder in diffusers' layout has them in. */
import {
  parseConfig,
  TextEncoderConfig,
  textEncoderWeights,
  UNetConfig,
  unetWeights,
  VaeConfig,
  type Value,
  vaeWeights,
} from '@weft/engine/internal';
import type { Family } from './families.ts';

/** One net's weights, and the file that a folder in diffusers' layout has them in. */
export interface NetFile {
  path: string;
  weights: Value[];
}

/** The three nets' weights. Sizes of inputs don't matter for them, so the graphs are as small as they can be. */
export function netFiles(family: Family): NetFile[] {
  const text = parseConfig(TextEncoderConfig, family.text_encoder, 'text_encoder/config.json');
  const noise = parseConfig(UNetConfig, family.unet, 'unet/config.json');
  const vae = parseConfig(VaeConfig, family.vae, 'vae/config.json');
  return [
    { path: 'text_encoder/model.safetensors', weights: textEncoderWeights(text) },
    { path: 'unet/diffusion_pytorch_model.safetensors', weights: unetWeights(noise) },
    { path: 'vae/diffusion_pytorch_model.safetensors', weights: vaeWeights(vae) },
  ];
}

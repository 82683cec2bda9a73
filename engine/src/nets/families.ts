/**
 * Which families of image models there are, and what gives each away: parts of its tensors' names, and the pipeline
 * that diffusers runs it with. Those that the engine doesn't build are known here so that they can be named.
 */

/** The families that the engine builds. */
const BUILT = { 1: 'Stable Diffusion 1', 2: 'Stable Diffusion 2' } as const;

/** Numbers that a text encoder makes of each token, which cross-attention reads: they differ between the families. */
const TEXT_WIDTHS: Readonly<Record<number, string>> = {
  192: 'the starter model',
  768: BUILT[1],
  1024: BUILT[2],
  2048: 'Stable Diffusion XL',
};

/** A family by parts of names that it alone has, in checkpoints or in adapters; the telling ones first. What width cross-attention reads tells more. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/double_blocks|single_blocks|single_transformer_blocks/, 'FLUX.1'],
  [/joint_blocks|context_block|add_[qkv]_proj/, 'Stable Diffusion 3'],
  [/encoder_hid_proj|add_embedding\.image_/, 'Kandinsky'],
  [/^embedder\.model\.visual\./, 'Stable Diffusion 2 unCLIP'],
  [/^conditioner\.embedders\.0\.model\./, 'the refiner of Stable Diffusion XL'],
  [/lora_te2_|text_encoder_2|add_embedding|\.label_emb\.|^conditioner\.embedders\./, 'Stable Diffusion XL'],
  [/adaln_single|^blocks\.\d+\.scale_shift_table/, 'PixArt'],
  [/clip_txt_mapper|clip_txt_pooled_mapper|effnet_mapper/, 'Stable Cascade'],
  [/time_stack|temporal_transformer_blocks|motion_modules/, 'a video model'],
  [/(?:^|[._])model[._]layers[._]\d+[._](?:self_attn|mlp)/, 'a language model'],
];

/** Pipelines and transformers by the beginning of their class's name in diffusers, and what people call them. */
const PIPELINES: readonly (readonly [RegExp, string])[] = [
  [/^StableDiffusionXL.*Inpaint/, 'Stable Diffusion XL for inpainting'],
  [/^StableDiffusionXL/, 'Stable Diffusion XL'],
  [/^(?:StableDiffusion3|SD3)/, 'Stable Diffusion 3'],
  [/^StableDiffusionInpaint/, 'Stable Diffusion for inpainting'],
  [/^StableDiffusionInstructPix2Pix/, 'InstructPix2Pix'],
  [/^StableDiffusionDepth2Img/, 'Stable Diffusion with depth'],
  [/^StableDiffusion(?:Latent)?Upscale/, 'Stable Diffusion for enlarging pictures'],
  [/^StableDiffusionImageVariation/, 'Stable Diffusion for variations of a picture'],
  [/^StableVideoDiffusion/, 'Stable Video Diffusion'],
  [/^LatentConsistencyModel/, 'a latent consistency model with a U-Net of its own'],
  [/^Flux/, 'FLUX.1'],
  [/^(?:StableCascade|Wuerstchen)/, 'Stable Cascade'],
  [/^PixArt/, 'PixArt'],
  [/^Kandinsky/, 'Kandinsky'],
  [/^HunyuanDiT/, 'Hunyuan-DiT'],
  [/^Sana/, 'Sana'],
  [/^AuraFlow/, 'AuraFlow'],
  [/^(?:IF|DeepFloyd)/, 'DeepFloyd IF'],
];

const BUILT_PIPELINES = /^StableDiffusion(?:Img2Img)?Pipeline$/;

/** Channels that a U-Net of Stable Diffusion's kind reads beside the four of a noisy picture, and what for. */
const INPUT_CHANNELS: Readonly<Record<number, string>> = {
  5: 'Stable Diffusion with depth',
  7: 'Stable Diffusion for enlarging pictures',
  8: 'InstructPix2Pix, or another Stable Diffusion that changes a picture',
  9: 'Stable Diffusion for inpainting',
};

/** The family that tensors or layers of these names belong to; null where none of those that have telling names. */
export function familyOfNames(names: Iterable<string>): string | null {
  const list = [...names];
  return NAMES.find(([pattern]) => list.some((name) => pattern.test(name)))?.[1] ?? null;
}

/** The family whose text encoder makes `width` numbers of each token; null where none is known. */
export function describeTextWidth(width: number): string | null {
  return TEXT_WIDTHS[width] ?? null;
}

/**
 * What a pipeline or a net of diffusers (`_class_name` in model_index.json or config.json) belongs to, if that is
 * nothing that the engine builds; null where it is.
 */
export function foreignClass(className: string): string | null {
  if (BUILT_PIPELINES.test(className)) return null;
  return PIPELINES.find(([pattern]) => pattern.test(className))?.[1] ?? `made for diffusers’ “${className}”`;
}

/** Classes of single nets that stand where the engine expects its own, and what they are. */
const NET_CLASSES: readonly (readonly [RegExp, string])[] = [
  [/^AutoencoderTiny$/, 'a tiny autoencoder (AutoencoderTiny), which only previews pictures'],
  [/^AsymmetricAutoencoderKL$/, 'an asymmetric autoencoder, made for inpainting'],
  [/^ConsistencyDecoderVAE$/, 'a consistency decoder, which draws pictures in steps of its own'],
  [/^AutoencoderKL\w+$/, 'the autoencoder of a video model'],
  [/^VQModel$/, 'an autoencoder with a codebook (VQModel)'],
  [/^UNet(?:3D|SpatioTemporal|Motion)/, 'the U-Net of a video model'],
  [/^UNet2DModel$/, 'a U-Net that reads no prompts (UNet2DModel)'],
];

/**
 * What a net is whose config names a class other than `own`; null where it names none, or that.
 * @param own the class in diffusers that the engine builds
 */
export function foreignNet(className: string | undefined, own: string): string | null {
  if (className === undefined || className === own) return null;
  return NET_CLASSES.find(([pattern]) => pattern.test(className))?.[1] ?? `made for diffusers’ “${className}”`;
}

/** What a U-Net with so many input channels is for, if that is more than drawing from noise; null where it isn't. */
export function foreignInput(channels: number, latentChannels: number): string | null {
  if (channels === latentChannels) return null;
  return INPUT_CHANNELS[channels] ?? `a U-Net with ${channels} input channels instead of ${latentChannels}`;
}

/** A repository with Stable Diffusion XL as the hub has it; what its weights hold is nobody's business here. */

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** By their paths, with the weights of every net in both precisions. */
export const XL_FILES: ReadonlyMap<string, Buffer> = new Map<string, Buffer>([
  ['model_index.json', json({ _class_name: 'StableDiffusionXLPipeline' })],
  ['scheduler/scheduler_config.json', json({ prediction_type: 'epsilon' })],
  ['unet/config.json', json({ sample_size: 128, addition_embed_type: 'text_time', in_channels: 4 })],
  ['vae/config.json', json({ block_out_channels: [128, 256, 512, 512], scaling_factor: 0.13025 })],
  ['text_encoder/config.json', json({})],
  ['text_encoder_2/config.json', json({})],
  ...['tokenizer', 'tokenizer_2'].flatMap((folder) =>
    ['merges.txt', 'vocab.json', 'tokenizer_config.json', 'special_tokens_map.json'].map((name): [string, Buffer] => [
      `${folder}/${name}`,
      json({}),
    ]),
  ),
  ...[
    'unet/diffusion_pytorch_model',
    'vae/diffusion_pytorch_model',
    'text_encoder/model',
    'text_encoder_2/model',
  ].flatMap((base): [string, Buffer][] => [
    [`${base}.safetensors`, Buffer.from('float32')],
    [`${base}.fp16.safetensors`, Buffer.from('half')],
  ]),
  ['sd_xl_base_1.0.safetensors', Buffer.from('all of it in one file')],
]);

/** The same LoRA under the names and number types that other programs write, and patterns that were made to hang. */
import { readFileSync } from 'node:fs';
import { type LoraModule, originalNames, parseSafetensors, prepareToRead, readLora } from '@weft/engine';
import { float32Tensor, UNetConfig, unetModules, type WeightTensor, writeSafetensors } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

const config = UNetConfig.parse(
  JSON.parse(readFileSync(new URL('../../../fixtures/reduced-sd15/unet/config.json', import.meta.url), 'utf8')),
);
const unet = unetModules(config);
const text: LoraModule = {
  name: 'text_encoder.text_model.encoder.layers.0.self_attn.q_proj',
  inFeatures: 6,
  outFeatures: 6,
};
const available = [...unet, text];
const query = unet.find(
  ({ name }) => name === 'down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q',
) as LoraModule;
const originalName = originalNames(config);

const counted = (name: string, shape: number[]) =>
  float32Tensor(
    name,
    shape,
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i / 8),
  );
const pair = (stem: string, { inFeatures, outFeatures }: LoraModule, [a, b]: [string, string]) => [
  counted(`${stem}.${a}`, [2, inFeatures]),
  counted(`${stem}.${b}`, [outFeatures, 2]),
];
const KOHYA: [string, string] = ['lora_down.weight', 'lora_up.weight'];
const PEFT: [string, string] = ['lora_A.weight', 'lora_B.weight'];
const fileOf = (tensors: WeightTensor[], metadata = {}) => parseSafetensors(writeSafetensors(tensors, metadata));

describe('a layer of the U-Net', () => {
  it.each([
    ['lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q', KOHYA],
    ['lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q', KOHYA],
    ['lycoris_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q', KOHYA],
    ['diffusion_model.input_blocks.4.1.transformer_blocks.0.attn1.to_q', PEFT],
    ['model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn1.to_q', KOHYA],
    ['unet.base_model.model.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q', PEFT],
    ['down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q', PEFT],
  ] as const)('is found by the name %s', (stem, parts) => {
    const { adapter } = readLora(fileOf(pair(stem, query, parts)), available, { originalName });
    expect(adapter.modules).toEqual([query]);
    expect(adapter.rank).toBe(2);
  });
});

describe('a layer of the text encoder', () => {
  it.each([
    'lora_te_text_model_encoder_layers_0_self_attn_q_proj',
    'lora_te1_text_model_encoder_layers_0_self_attn_q_proj',
  ])('is found by the name %s', (stem) => {
    expect(readLora(fileOf(pair(stem, text, KOHYA)), available).adapter.modules).toEqual([text]);
  });

  it('of Stable Diffusion XL’s second one is not this one', () => {
    const stem = 'lora_te2_text_model_encoder_layers_0_self_attn_q_proj';
    expect(() => readLora(fileOf(pair(stem, text, KOHYA)), available)).toThrow(/net other than this model's/);
  });

  it('has PEFT’s patterns held against its name as it was saved, with text_model or without', () => {
    for (const path of ['text_model.encoder.layers.0.self_attn.q_proj', 'encoder.layers.0.self_attn.q_proj']) {
      const peftConfig = { r: 2, lora_alpha: 2, alpha_pattern: { [`^${path}`]: 6 } };
      const file = fileOf(pair(`base_model.model.${path}`, text, PEFT));
      expect(readLora(file, available, { peftConfig }).adapter.loraAlpha).toBe(6);
    }
  });
});

describe('an alpha', () => {
  const stem = 'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q';
  const bytesOf = (numbers: { buffer: ArrayBuffer }) => new Uint8Array(numbers.buffer);
  it.each<[WeightTensor['dtype'], Uint8Array]>([
    ['I64', bytesOf(BigInt64Array.of(3n))],
    ['I32', bytesOf(Int32Array.of(3))],
    ['F64', bytesOf(Float64Array.of(3))],
    ['F32', bytesOf(Float32Array.of(3))],
    ['F16', bytesOf(Uint16Array.of(0x4200))],
    ['BF16', bytesOf(Uint16Array.of(0x4040))],
  ])('of type %s is read', (dtype, bytes) => {
    for (const shape of [[], [1]]) {
      const file = fileOf([...pair(stem, query, KOHYA), { name: `${stem}.alpha`, dtype, shape, bytes }]);
      expect(readLora(file, available).adapter.loraAlpha).toBe(3);
    }
  });
});

describe('patterns of PEFT’s settings', () => {
  it('made to take for ever take no time', async () => {
    const stem = `base_model.model.${query.name}`;
    const hanging = ['([\\w.]+)+!', '(a|a)*$b', '(.*a){30}x', '(?:(?:[a-z.]*)*)*\\d!'];
    const alpha_pattern = Object.fromEntries(hanging.map((pattern) => [pattern, 5]));
    const peftConfig = { r: 2, lora_alpha: 2, alpha_pattern };
    const hung = fileOf(pair(stem, query, PEFT));
    await prepareToRead(hung, { peftConfig });
    expect(readLora(hung, available, { peftConfig }).adapter.loraAlpha).toBe(2);
  });

  it('that other programs left beside a LoRA are none', () => {
    const stem = 'lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn1_to_q';
    for (const peftConfig of [{ 'sd version': 'SD1', notes: '' }, { network_dim: 8 }, [], 'text', null, 5]) {
      expect(readLora(fileOf(pair(stem, query, KOHYA)), available, { peftConfig }).adapter.loraAlpha).toBe(2);
    }
  });
});

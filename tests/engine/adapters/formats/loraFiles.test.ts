import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../../../../workers/engine/adapters/adapterError.ts';
import { peftConfigOf } from '../../../../workers/engine/adapters/formats/loraSettings.ts';
import { readLora } from '../../../../workers/engine/adapters/formats/readLora.ts';
import { writeLora } from '../../../../workers/engine/adapters/formats/writeLora.ts';
import { type LoraAdapter, loraSize } from '../../../../workers/engine/adapters/loraLayout.ts';
import { mixLoras } from '../../../../workers/engine/adapters/loraMix.ts';
import { TorchGenerator } from '../../../../workers/engine/diffusion/torchRandom.ts';
import {
  float32Tensor,
  parseSafetensors,
  toFloat32,
  type WeightFile,
  type WeightTensor,
  writeSafetensors,
} from '../../../../workers/engine/weights/safetensors.ts';

const ATTENTION = 'mid_block.attentions.0.transformer_blocks.0.attn1';
const modules = [
  { name: `${ATTENTION}.to_q`, inFeatures: 3, outFeatures: 5 },
  { name: `${ATTENTION}.to_out.0`, inFeatures: 4, outFeatures: 2 },
];
const adapter: LoraAdapter = {
  baseModel: 'tiny',
  rank: 2,
  loraAlpha: 6,
  modules,
  theta: new TorchGenerator(1).randn(loraSize(modules, 2)),
};

/** Modules in the model's order: files sort theirs by name. */
function mixed(lora: LoraAdapter) {
  return mixLoras([{ adapter: lora, weight: 1 }], modules);
}

function fileOf(tensors: [name: string, shape: number[], values: number[]][], metadata = {}): WeightFile {
  const list = tensors.map(([name, shape, values]) => float32Tensor(name, shape, Float32Array.from(values)));
  return parseSafetensors(writeSafetensors(list, metadata));
}

const identity = (down: string, up: string, rest: [string, number[], number[]][] = []) =>
  fileOf([[down, [1, 2], [1, 2]], [up, [3, 1], [1, 1, 1]], ...rest]);

describe('writeLora and readLora', () => {
  it.each(['diffusers', 'peft', 'kohya'] as const)('%s: what is written is read again', (layout) => {
    const file = parseSafetensors(writeLora(adapter, layout, { note: 'woven' }));
    expect(file.metadata.note).toBe('woven');
    const read = readLora(file, layout === 'peft' ? peftConfigOf(adapter) : undefined, modules);
    expect(read).toMatchObject({ baseModel: 'tiny', rank: 2, loraAlpha: 6 });
    expect(mixed(read)).toEqual(mixed(adapter));
  });

  it('names tensors as each tool expects them', () => {
    const names = (layout: 'diffusers' | 'peft' | 'kohya') =>
      [...parseSafetensors(writeLora(adapter, layout)).tensors.keys()].filter((name) => /to_?_out/.test(name));
    expect(names('diffusers').sort()).toEqual([
      `unet.${ATTENTION}.to_out.0.lora_A.weight`,
      `unet.${ATTENTION}.to_out.0.lora_B.weight`,
    ]);
    expect(names('peft').sort()).toEqual([
      `base_model.model.${ATTENTION}.to_out.0.lora_A.weight`,
      `base_model.model.${ATTENTION}.to_out.0.lora_B.weight`,
    ]);
    const stem = 'lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_out_0';
    expect(names('kohya').sort()).toEqual([`${stem}.alpha`, `${stem}.lora_down.weight`, `${stem}.lora_up.weight`]);
  });
});

describe('readLora', () => {
  it.each([
    ['current', 'unet.attn1.to_q.lora_A.weight', 'unet.attn1.to_q.lora_B.weight', 'attn1.to_q'],
    ['older', 'unet.attn1.to_q.lora.down.weight', 'unet.attn1.to_q.lora.up.weight', 'attn1.to_q'],
    ['oldest', 'attn1.processor.to_q_lora.down.weight', 'attn1.processor.to_q_lora.up.weight', 'attn1.to_q'],
    [
      'oldest, out',
      'unet.attn1.processor.to_out_lora.down.weight',
      'unet.attn1.processor.to_out_lora.up.weight',
      'attn1.to_out.0',
    ],
  ])("reads diffusers' %s names; without an alpha the scale is 1", (_, down, up, name) => {
    const read = readLora(identity(down, up));
    expect(read).toMatchObject({ rank: 1, loraAlpha: 1, modules: [{ name, inFeatures: 2, outFeatures: 3 }] });
    expect([...read.theta]).toEqual([1, 2, 1, 1, 1]);
  });

  it('takes an alpha beside the factors, and a 1×1 convolution as linear', () => {
    const read = readLora(
      fileOf([
        ['unet.proj_in.lora.down.weight', [1, 2, 1, 1], [1, 2]],
        ['unet.proj_in.lora.up.weight', [3, 1, 1, 1], [1, 1, 1]],
        ['unet.proj_in.alpha', [], [0.5]],
      ]),
    );
    expect(read).toMatchObject({ rank: 1, loraAlpha: 0.5, modules: [{ inFeatures: 2, outFeatures: 3 }] });
  });

  it('brings ranks and alphas of their own to one rank, scales folded in', () => {
    const read = readLora(
      fileOf([
        ['unet.one.lora_A.weight', [1, 2], [1, 2]],
        ['unet.one.lora_B.weight', [2, 1], [3, 4]],
        ['unet.one.alpha', [], [0.5]],
        ['unet.two.lora_A.weight', [2, 1], [5, 6]],
        ['unet.two.lora_B.weight', [1, 2], [7, 8]],
        ['unet.two.alpha', [], [8]],
      ]),
    );
    expect(read).toMatchObject({ rank: 2, loraAlpha: 2 });
    expect(read.modules.map(({ name }) => name)).toEqual(['one', 'two']);
    expect([...read.theta]).toEqual([1, 2, 0, 0, 1.5, 0, 2, 0, 5, 6, 28, 32]);
  });

  it("follows PEFT's patterns and its rank-stabilised scale", () => {
    const [down, up] = ['base_model.model.attn1.to_q.lora_A.weight', 'base_model.model.attn1.to_q.lora_B.weight'];
    const config = { r: 4, lora_alpha: 8 };
    const wide = fileOf([
      [down, [4, 1], [1, 1, 1, 1]],
      [up, [1, 4], [1, 1, 1, 1]],
    ]);
    expect(readLora(wide, config)).toMatchObject({ rank: 4, loraAlpha: 8 });
    expect(readLora(wide, { ...config, alpha_pattern: { to_q: 3 } })).toMatchObject({ loraAlpha: 3 });
    // alpha / √rank = 4 is what alpha / rank must come to.
    expect(readLora(wide, { ...config, use_rslora: true })).toMatchObject({ loraAlpha: 16 });
    expect(() => readLora(wide)).toThrow(/PEFT/);
    expect(() => readLora(wide, { ...config, use_dora: true })).toThrow(/use_dora/);
    expect(() => readLora(wide, { peft_type: 'LOHA', r: 4, lora_alpha: 8 })).toThrow(/peft_type/);
  });

  it.each<[string, WeightFile, RegExp]>([
    ['no tensors', fileOf([]), /empty/],
    ['one factor alone', fileOf([['unet.a.lora_A.weight', [1, 2], [1, 2]]]), /lacks.* a\./],
    [
      'factors of two ranks',
      fileOf([
        ['unet.a.lora_A.weight', [1, 2], [1, 2]],
        ['unet.a.lora_B.weight', [1, 2], [1, 2]],
      ]),
      /\(1 and 2\)/,
    ],
    [
      'a 3×3 convolution',
      fileOf([
        ['unet.a.lora_A.weight', [1, 1, 3, 3], Array(9).fill(1)],
        ['unet.a.lora_B.weight', [1, 1], [1]],
      ]),
      /no linear layer/,
    ],
    ['the text encoder', identity('text_encoder.x.lora_A.weight', 'unet.a.lora_B.weight'), /text encoder/],
    [
      'a DoRA',
      identity('unet.a.lora_A.weight', 'unet.a.lora_B.weight', [['unet.a.dora_scale', [1], [1]]]),
      /dora_scale/,
    ],
    ['another net', fileOf([['conv_in.weight', [1], [1]]]), /conv_in\.weight/],
    ['a damaged header', fileOf([['unet.a.lora_A.weight', [1, 1], [1]]], { lora_adapter_metadata: '{' }), /settings/],
    [
      'a kohya layer the model lacks',
      identity('lora_unet_x.lora_down.weight', 'lora_unet_x.lora_up.weight'),
      /layer x/,
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readLora(file)).toThrow(AdapterError);
    expect(() => readLora(file)).toThrow(message);
  });
});

/** A folder that PEFT saved for Stable Diffusion 1.5 (`adapter_config.json`, `adapter_model.safetensors`). */
const peftFolder = process.env.WEFT_PEFT_ADAPTER || undefined;

describe.skipIf(peftFolder === undefined)('a LoRA that PEFT saved', () => {
  it('is read whole and written back unchanged', () => {
    const read = (name: string) => new Uint8Array(readFileSync(join(peftFolder ?? '', name)));
    const file = parseSafetensors(read('adapter_model.safetensors'));
    const config: unknown = JSON.parse(new TextDecoder().decode(read('adapter_config.json')));
    const lora = readLora(file, config);
    expect(lora).toMatchObject({ rank: 4, loraAlpha: 32 });
    expect([lora.modules.length, lora.theta.length]).toEqual([128, 797_184]);
    const again = parseSafetensors(writeLora(lora, 'peft'));
    expect(again.tensors.size).toBe(file.tensors.size);
    for (const [name, tensor] of file.tensors) {
      expect(toFloat32(again.tensors.get(name) as WeightTensor)).toEqual(toFloat32(tensor));
    }
  });
});

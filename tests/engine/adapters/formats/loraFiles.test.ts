import {
  AdapterError,
  type LoraModule,
  parseSafetensors,
  peftConfigOf,
  prepareToRead,
  readLora,
  UnknownModulesError,
  type WeightFile,
  WeightsError,
  writeLora,
} from '@weft/engine';
import { float32Tensor, type LoraAdapter, loraSize, TorchGenerator, writeSafetensors } from '@weft/engine/internal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const ATTENTION = 'mid_block.attentions.0.transformer_blocks.0.attn1';
const TEXT_LAYER = 'text_encoder.text_model.encoder.layers.0';
/** What a model might have, in its order. */
const available: LoraModule[] = [
  { name: 'conv_in', inFeatures: 2, outFeatures: 3, kernel: 3 },
  { name: 'mid_block.attentions.0.proj_in', inFeatures: 2, outFeatures: 3, kernel: 1 },
  { name: `${ATTENTION}.to_q`, inFeatures: 3, outFeatures: 5 },
  { name: `${ATTENTION}.to_out.0`, inFeatures: 4, outFeatures: 2 },
  { name: `${TEXT_LAYER}.self_attn.q_proj`, inFeatures: 2, outFeatures: 2 },
  { name: `${TEXT_LAYER}.mlp.fc1`, inFeatures: 2, outFeatures: 6 },
];
const attention = available.slice(2, 4);
const adapter: LoraAdapter = {
  baseModel: 'tiny',
  rank: 2,
  loraAlpha: 6,
  modules: attention,
  theta: new TorchGenerator(1).randn(loraSize(attention, 2)),
};

type Entry = [name: string, shape: number[], values: number[]];

function fileOf(tensors: Entry[], metadata = {}): WeightFile {
  const list = tensors.map(([name, shape, values]) => float32Tensor(name, shape, Float32Array.from(values)));
  return parseSafetensors(writeSafetensors(list, metadata));
}

/** A LoRA of rank 1 of the layer to_q (3 → 5). */
const toQuery = (down: string, up: string, rest: Entry[] = []) =>
  fileOf([[down, [1, 3], [1, 2, 3]], [up, [5, 1], [1, 1, 1, 1, 1]], ...rest]);
/** The same as PEFT and newer diffusers name it, under the given path. */
const named = (stem: string, rest: Entry[] = []) => toQuery(`${stem}.lora_A.weight`, `${stem}.lora_B.weight`, rest);

describe('writeLora and readLora', () => {
  it.each(['diffusers', 'peft', 'kohya'] as const)('%s: what is written is read again', (layout) => {
    const file = parseSafetensors(writeLora(adapter, layout, { note: 'woven' }));
    expect(file.metadata.note).toBe('woven');
    const options = layout === 'peft' ? { peftConfig: peftConfigOf(adapter) } : {};
    expect(readLora(file, available, options)).toEqual({ adapter, leftOut: [] });
  });

  const anyAdapter = fc
    .record({
      rank: fc.integer({ min: 1, max: 4 }),
      loraAlpha: fc.constantFrom(0.5, 1, 8, 32),
      own: fc.array(fc.option(fc.record({ rank: fc.integer({ min: 1, max: 6 }), loraAlpha: fc.constantFrom(2, 3) }))),
      chosen: fc.subarray(available, { minLength: 1 }),
      seed: fc.nat(1000),
    })
    .map(({ rank, loraAlpha, own, chosen, seed }): LoraAdapter => {
      const modules = chosen.map((module, i) => ({ ...module, ...own[i] }));
      const theta = new TorchGenerator(seed).randn(loraSize(modules, rank));
      return { baseModel: 'tiny', rank, loraAlpha, modules, theta };
    });

  it('keep every number, rank and alpha in every layout', () => {
    const spelledOut = ({ modules, rank, loraAlpha, theta }: LoraAdapter) => ({
      modules: modules.map((module) => ({ rank, loraAlpha, ...module })),
      theta,
    });
    fc.assert(
      fc.property(anyAdapter, fc.constantFrom('diffusers', 'peft', 'kohya'), (lora, layout) => {
        const textToo = lora.modules.some(({ name }) => name.startsWith('text_encoder'));
        if (layout === 'peft' && textToo) {
          expect(() => writeLora(lora, layout)).toThrow(/one net/);
          return;
        }
        const options = layout === 'peft' ? { peftConfig: peftConfigOf(lora) } : {};
        const read = readLora(parseSafetensors(writeLora(lora, layout)), available, options).adapter;
        expect(spelledOut(read)).toEqual(spelledOut(lora));
      }),
    );
  });

  it('names tensors as each tool expects them', () => {
    const whole = { ...adapter, modules: available, theta: new Float32Array(loraSize(available, 2)) };
    const names = (layout: 'diffusers' | 'peft' | 'kohya', lora: LoraAdapter) =>
      [...parseSafetensors(writeLora(lora, layout)).tensors.values()]
        .filter(({ name }) => /to_?_out|conv_in|fc1/.test(name))
        .map(({ name, shape }) => `${name} [${shape}]`)
        .sort();
    expect(names('diffusers', whole)).toEqual([
      `${TEXT_LAYER}.mlp.fc1.lora_A.weight [2,2]`,
      `${TEXT_LAYER}.mlp.fc1.lora_B.weight [6,2]`,
      'unet.conv_in.lora_A.weight [2,2,3,3]',
      'unet.conv_in.lora_B.weight [3,2,1,1]',
      `unet.${ATTENTION}.to_out.0.lora_A.weight [2,4]`,
      `unet.${ATTENTION}.to_out.0.lora_B.weight [2,2]`,
    ]);
    expect(names('peft', adapter)).toEqual([
      `base_model.model.${ATTENTION}.to_out.0.lora_A.weight [2,4]`,
      `base_model.model.${ATTENTION}.to_out.0.lora_B.weight [2,2]`,
    ]);
    const attentionStem = 'lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_out_0';
    const textStem = 'lora_te_text_model_encoder_layers_0_mlp_fc1';
    expect(names('kohya', whole)).toEqual([
      `${textStem}.alpha []`,
      `${textStem}.lora_down.weight [2,2]`,
      `${textStem}.lora_up.weight [6,2]`,
      'lora_unet_conv_in.alpha []',
      'lora_unet_conv_in.lora_down.weight [2,2,3,3]',
      'lora_unet_conv_in.lora_up.weight [3,2,1,1]',
      `${attentionStem}.alpha []`,
      `${attentionStem}.lora_down.weight [2,4]`,
      `${attentionStem}.lora_up.weight [2,2]`,
    ]);
  });
});

describe('readLora', () => {
  const query = `${ATTENTION}.to_q`;
  it.each([
    ['current', `unet.${query}.lora_A.weight`, `unet.${query}.lora_B.weight`],
    ['older', `unet.${query}.lora.down.weight`, `unet.${query}.lora.up.weight`],
    ['oldest', `${ATTENTION}.processor.to_q_lora.down.weight`, `${ATTENTION}.processor.to_q_lora.up.weight`],
    ['unprefixed', `${query}.lora_A.weight`, `${query}.lora_B.weight`],
  ])("reads diffusers' %s names; without an alpha the scale is 1", (_, down, up) => {
    const read = readLora(toQuery(down, up), available).adapter;
    expect(read).toMatchObject({ rank: 1, loraAlpha: 1, modules: [{ name: query, inFeatures: 3, outFeatures: 5 }] });
    expect([...read.theta]).toEqual([1, 2, 3, 1, 1, 1, 1, 1]);
  });

  it.each([
    ['current', 'text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_A', 'lora_B'],
    ['current, flat', 'text_encoder.encoder.layers.0.self_attn.q_proj.lora_A', 'lora_B'],
    ['older', 'text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_linear_layer.down', 'up'],
    ['oldest', 'text_encoder.text_model.encoder.layers.0.self_attn.to_q_lora.down', 'up'],
    ["kohya's", 'lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down', 'lora_up'],
  ])("reads the text encoder's %s names", (_, down, up) => {
    const file = fileOf([
      [`${down}.weight`, [1, 2], [1, 2]],
      [`${down.replace(/(?:lora_A|lora_down|down)$/, up)}.weight`, [2, 1], [3, 4]],
    ]);
    const read = readLora(file, available).adapter;
    expect(read.modules).toEqual([available[4]]);
    expect([...read.theta]).toEqual([1, 2, 3, 4]);
  });

  it("reads the oldest names of the attention's way out", () => {
    const file = fileOf([
      [`unet.${ATTENTION}.processor.to_out_lora.down.weight`, [1, 4], [1, 2, 3, 4]],
      [`unet.${ATTENTION}.processor.to_out_lora.up.weight`, [2, 1], [5, 6]],
    ]);
    expect(readLora(file, available).adapter.modules.map(({ name }) => name)).toEqual([`${ATTENTION}.to_out.0`]);
  });

  it('takes an alpha beside the factors, and 1×1 kernels and matrices for each other', () => {
    const read = readLora(
      fileOf([
        ['unet.mid_block.attentions.0.proj_in.lora.down.weight', [1, 2], [1, 2]],
        ['unet.mid_block.attentions.0.proj_in.lora.up.weight', [3, 1], [1, 1, 1]],
        ['unet.mid_block.attentions.0.proj_in.alpha', [], [0.5]],
        [`unet.${query}.lora.down.weight`, [1, 3, 1, 1], [1, 2, 3]],
        [`unet.${query}.lora.up.weight`, [5, 1, 1, 1], [1, 1, 1, 1, 1]],
      ]),
      available,
    ).adapter;
    const kernel = { name: 'mid_block.attentions.0.proj_in', inFeatures: 2, outFeatures: 3, kernel: 1 };
    const matrix = { name: query, inFeatures: 3, outFeatures: 5, loraAlpha: 1 };
    expect(read).toMatchObject({ rank: 1, loraAlpha: 0.5, modules: [kernel, matrix] });
  });

  it("follows PEFT's patterns and its rank-stabilised scale", async () => {
    const stem = `base_model.model.${query}`;
    const config = { r: 4, lora_alpha: 8 };
    const wide = fileOf([
      [`${stem}.lora_A.weight`, [4, 3], Array(12).fill(1)],
      [`${stem}.lora_B.weight`, [5, 4], Array(20).fill(1)],
    ]);
    const alphaWith = (more: object) =>
      readLora(wide, available, { peftConfig: { ...config, ...more } }).adapter.loraAlpha;
    const pattern = { alpha_pattern: { 'attn[12].to_.': 3 } };
    await prepareToRead(wide, { peftConfig: { ...config, ...pattern } });
    expect(alphaWith({})).toBe(8);
    expect(alphaWith({ alpha_pattern: { to_k: 2, to_q: 3 } })).toBe(3);
    expect(alphaWith({ alpha_pattern: { [`^${query}`]: 3 } })).toBe(3);
    expect(alphaWith({ alpha_pattern: { 'attn[12].to_.': 3 } })).toBe(3);
    expect(alphaWith({ alpha_pattern: { q: 3, '(?P<py>': 4 } })).toBe(8);
    // alpha / √rank = 4 is what alpha / rank must come to.
    expect(alphaWith({ use_rslora: true })).toBe(16);
    expect(() => readLora(wide, available)).toThrow(/PEFT/);
    expect(() => alphaWith({ use_dora: true })).toThrow(/use_dora/);
    expect(() => alphaWith({ peft_type: 'IA3' })).toThrow(/peft_type/);
    for (const begun of ['pissa', 'pissa_niter_16', 'olora', 'corda', 'loftq']) {
      expect(() => alphaWith({ init_lora_weights: begun })).toThrow(`“${begun}” begins by changing`);
    }
    for (const begun of [true, 'gaussian', 'eva', null]) expect(alphaWith({ init_lora_weights: begun })).toBe(8);
    expect(() => alphaWith({ lora_bias: true })).toThrow(/lora_bias/);
    expect(() => alphaWith({ layer_replication: [[0, 2]] })).toThrow(/layer_replication/);
  });

  it("takes each net's own settings from a diffusers header", () => {
    const text = `${TEXT_LAYER}.mlp.fc1`;
    const file = named(`unet.${query}`, [
      [`${text}.lora_A.weight`, [1, 2], [1, 2]],
      [`${text}.lora_B.weight`, [6, 1], [1, 1, 1, 1, 1, 1]],
    ]);
    const settings = { 'unet.r': 1, 'unet.lora_alpha': 3, 'text_encoder.r': 1, 'text_encoder.lora_alpha': 5 };
    file.metadata.lora_adapter_metadata = JSON.stringify(settings);
    const { adapter: read } = readLora(file, available);
    expect(read.modules.map(({ loraAlpha = read.loraAlpha }) => loraAlpha)).toEqual([3, 5]);
  });

  it('names the layers that the model lacks, and reads the rest where they may be left out', () => {
    const file = named(`unet.${query}`, [
      ['unet.add_embedding.linear_1.lora_A.weight', [1, 1], [1]],
      ['unet.add_embedding.linear_1.lora_B.weight', [1, 1], [1]],
      ['lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight', [1, 1], [1]],
    ]);
    const unknown = ['unet.add_embedding.linear_1', 'lora_te2_text_model_encoder_layers_0_mlp_fc1'];
    try {
      readLora(file, available);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UnknownModulesError);
      expect(error).toBeInstanceOf(AdapterError);
      expect([...(error as UnknownModulesError).unknown].sort()).toEqual(unknown.sort());
      expect((error as UnknownModulesError).fitting).toBe(1);
    }
    const { adapter: read, leftOut } = readLora(file, available, { leaveOutUnknown: true });
    expect(read.modules.map(({ name }) => name)).toEqual([query]);
    expect(leftOut.sort()).toEqual(unknown);
    // Nothing is left where all of them are unknown.
    expect(() => readLora(file, available.slice(0, 1), { leaveOutUnknown: true })).toThrow(UnknownModulesError);
  });

  it.each<[string, WeightFile, RegExp]>([
    ['no tensors', fileOf([]), /empty/],
    ['one factor alone', fileOf([[`unet.${query}.lora_A.weight`, [1, 3], [1, 2, 3]]]), /lacks.*to_q\./],
    [
      'factors of two ranks',
      fileOf([
        [`unet.${query}.lora_A.weight`, [1, 3], [1, 2, 3]],
        [`unet.${query}.lora_B.weight`, [5, 2], Array(10).fill(1)],
      ]),
      /ranks 1 and 2/,
    ],
    [
      'another shape of a layer',
      fileOf([
        [`unet.${query}.lora_A.weight`, [1, 4], [1, 2, 3, 4]],
        [`unet.${query}.lora_B.weight`, [5, 1], [1, 1, 1, 1, 1]],
      ]),
      /factor A of .*to_q is \[1, 4\].* needs \[1, 3\]/,
    ],
    [
      'another kernel',
      fileOf([
        ['unet.conv_in.lora_A.weight', [1, 2, 1, 1], [1, 2]],
        ['unet.conv_in.lora_B.weight', [3, 1, 1, 1], [1, 1, 1]],
      ]),
      /conv_in is \[1, 2, 1, 1\].* needs \[1, 2, 3, 3\]/,
    ],
    [
      'numbers that are none',
      fileOf([
        [`unet.${query}.lora_A.weight`, [1, 3], [1, Number.NaN, 3]],
        [`unet.${query}.lora_B.weight`, [5, 1], [1, 1, 1, 1, 1]],
      ]),
      /infinite or none at all/,
    ],
    ['an infinite alpha', named(`unet.${query}`, [[`unet.${query}.alpha`, [], [Infinity]]]), /alpha of .* is Infinity/],
    ['an alpha of 0', named(`unet.${query}`, [[`unet.${query}.alpha`, [], [0]]]), /alpha of .* is 0/],
    [
      'a layer named in two ways',
      named(`unet.${query}`, [[`unet.${query}.lora.down.weight`, [1, 3], [1, 2, 3]]]),
      /to_q twice/,
    ],
    ['a DoRA', named(`unet.${query}`, [[`unet.${query}.dora_scale`, [1], [1]]]), /DoRA, which needs/],
    ["PEFT's DoRA", named(`unet.${query}`, [[`unet.${query}.lora_magnitude_vector`, [1], [1]]]), /DoRA, which needs/],
    ['half a LoHa', fileOf([['lora_unet_conv_in.hada_w1_a', [1], [1]]]), /lacks a part of the LoHa/],
    ['an OFT', fileOf([['lora_unet_conv_in.oft_blocks', [1], [1]]]), /OFT/],
    ['an IA³', fileOf([['lora_unet_conv_in.on_input', [1], [1]]]), /IA³/],
    ...(
      [
        ['ia3_l', /IA³/],
        ['oft_r.default.weight', /OFT/],
        ['boft_R', /BOFT/],
        ['hra_u', /HRA/],
        ['road_theta', /RoAd/],
        ['vera_lambda_b', /VeRA/],
        ['randlora_lambda', /RandLoRA/],
        ['fourierft_spectrum', /FourierFT/],
        ['vblora_logits_A', /VB-LoRA/],
        ['c3a_kernel', /C³A/],
        ['miss_block', /MiSS/],
        ['shira_weight', /SHiRA/],
      ] as const
    ).map(([part, kind]): [string, WeightFile, RegExp] => [
      `PEFT's ${part}`,
      fileOf([[`base_model.model.${query}.${part}`, [1], [1]]]),
      kind,
    ]),
    ['another net', fileOf([['conv_in.weight', [1], [1]]]), /conv_in\.weight/],
    [
      'a damaged header',
      fileOf([['unet.conv_in.lora_A.weight', [1, 1], [1]]], { lora_adapter_metadata: '{' }),
      /settings/,
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => readLora(file, available)).toThrow(AdapterError);
    expect(() => readLora(file, available)).toThrow(message);
  });

  it('reads factors under the name that PEFT gave an adapter among others, and refuses two of them', () => {
    const factors = (name: string): [string, number[], number[]][] => [
      [`unet.base_model.model.${query}.lora_A.${name}.weight`, [1, 3], [1, 2, 3]],
      [`unet.base_model.model.${query}.lora_B.${name}.weight`, [5, 1], [1, 1, 1, 1, 1]],
    ];
    expect(readLora(fileOf(factors('kente')), available).adapter.modules).toMatchObject([{ name: query }]);
    expect(() => readLora(fileOf([...factors('kente'), ...factors('ikat')]), available)).toThrow(/to_q twice/);
  });

  it('refuses a file that was cut off', () => {
    const bytes = writeLora(adapter, 'kohya');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        expect(() => parseSafetensors(bytes.subarray(0, length))).toThrow(WeightsError);
      }),
    );
  });
});

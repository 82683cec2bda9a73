/** Adapters as files: what is saved reads back whole, and what is no adapter is refused with a reason. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type LoraModule, mergeLoras, PromptTokenizer, parseSafetensors, writeLora } from '@weft/engine';
import {
  float32Tensor,
  type LoraAdapter,
  loraSize,
  mixLoras,
  TorchGenerator,
  writeSafetensors,
} from '@weft/engine/internal';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { EMBEDDING_FILE_LAYOUTS, type Embedding, LORA_FILE_LAYOUTS } from '../../../src/contract/adapters.ts';
import { NOTHING_SAID, readAbout } from '../../../src/contract/library/itemAbout.ts';
import type { AdapterOrigin } from '../../../src/contract/runs/runs.ts';
import { exportAdapter } from '../../../workers/studio/adapterFiles/exportAdapter.ts';
import { importAdapter } from '../../../workers/studio/adapterFiles/importAdapter.ts';
import { knownEmbeddings } from '../../../workers/studio/knownEmbeddings.ts';

const BLOCK = 'down_blocks.0.attentions.0.transformer_blocks.0';
const available: LoraModule[] = [
  { name: `${BLOCK}.attn1.to_q`, inFeatures: 6, outFeatures: 5 },
  { name: `${BLOCK}.attn2.to_k`, inFeatures: 192, outFeatures: 5 },
  { name: 'down_blocks.0.resnets.0.conv1', inFeatures: 3, outFeatures: 4, kernel: 3 },
];

const fixture = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/tiny/tokenizer/${path}`, import.meta.url), 'utf8'));
const tokenizer = PromptTokenizer.fromFiles(fixture('tokenizer.json'), fixture('tokenizer_config.json'));
const target = {
  adaptableModules: available,
  checkpoint: { textEncoder: { config: { hidden_size: 3 } }, tokenizer },
  originalName: () => null,
  baseWeights: async () => new Map(),
};

function lora(rank: number, modules: LoraModule[], seed: number): LoraAdapter {
  const theta = new TorchGenerator(seed).randn(loraSize(modules, rank)) as Float32Array<ArrayBuffer>;
  return { baseModel: 'weft-starter', rank, loraAlpha: 8, modules, theta };
}

const adapter = lora(2, [{ ...available[0], rank: 3, loraAlpha: 1 } as LoraModule, ...available.slice(1)], 1);
const origin: AdapterOrigin = {
  kind: 'trained',
  settings: { instancePrompt: 'a sks “cloth”', steps: 300, learningRate: 0.004, seed: 42, minSnrGamma: null },
  losses: [
    { step: 1, instance: 0.5, prior: 0.25 },
    { step: 2, instance: 0.4, prior: null },
  ],
  stepsDone: 2,
  stopped: true,
};
const thumbnail = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 255]).buffer;
const said = { ...NOTHING_SAID, trigger: 'a sks fabric', license: 'CC0-1.0', tags: 'fabric, indigo' };
const about = { name: 'Indigo, bold', createdAt: 1_763_000_000_000, origin, about: said, thumbnail };
const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
const hashes = { file: digest, weights: digest };

const fileOf = (name: string, ...parts: (Uint8Array | ArrayBuffer | string)[]) =>
  new File(
    parts.map((part) => (part instanceof Uint8Array ? part.slice() : part)),
    name,
  );
const load = (...files: File[]) => importAdapter({ files, leaveOut: false }, target);

/** The error of an import that has to fail, code before message. */
async function refusal(...files: File[]): Promise<string> {
  const error = await load(...files).then(
    () => {
      throw new Error('it was taken');
    },
    (reason: { info?: { code: string; message: string; advice: string }; message: string; advice?: string }) => reason,
  );
  const { message, advice } = error.info ?? error;
  expect(advice).toMatch(/\.$/);
  return error.info ? `${error.info.code}: ${message}` : message;
}

const identity = (name: string, inFeatures: number, rest: [string, number[]][] = []) =>
  writeSafetensors(
    [
      [`${name}.lora_A.weight`, [1, inFeatures]] as [string, number[]],
      [`${name}.lora_B.weight`, [5, 1]] as [string, number[]],
      ...rest,
    ].map(([tensor, shape]) =>
      float32Tensor(tensor, shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1)),
    ),
  );
const whole = identity(`unet.${BLOCK}.attn1.to_q`, 6);

describe('an adapter that is saved and imported again', () => {
  it.each(LORA_FILE_LAYOUTS)('is the same in the %s layout, with its run and its curve', async (layout) => {
    const { bytes, ending } = await exportAdapter({
      item: { method: 'lora', layout, adapter, fewSteps: false },
      ...about,
    });
    expect(ending).toBe(layout === 'peft' ? 'zip' : 'safetensors');
    expect(await load(fileOf(`saved.${ending}`, bytes))).toEqual({
      whole: true,
      imported: { item: { method: 'lora', adapter, fewSteps: false }, ...about, hashes },
    });
  });

  it('says in its header what kohya’s scripts would', async () => {
    const { bytes } = await exportAdapter({
      item: { method: 'lora', layout: 'kohya', adapter, fewSteps: false },
      ...about,
    });
    expect(parseSafetensors(new Uint8Array(bytes)).metadata).toMatchObject({
      ss_output_name: 'Indigo, bold',
      ss_learning_rate: '0.004',
      ss_max_train_steps: '300',
      ss_steps: '2',
      ss_seed: '42',
      ss_training_finished_at: '1763000000',
      ss_network_dim: '2',
      ss_sd_model_name: 'weft-starter',
    });
  });

  it('says what other programs show, by the metadata standard and kohya’s names', async () => {
    const item = { method: 'lora', layout: 'kohya', adapter, fewSteps: false } as const;
    const settings = { instancePrompt: 'a sks fabric, folded', resolution: 512 };
    const told: AdapterOrigin = { ...origin, settings, images: 10, dataset: { id: 'd', name: 'Indigo' } };
    const { bytes } = await exportAdapter({ item, ...about, origin: told });
    const file = new Uint8Array(bytes);
    const { metadata } = parseSafetensors(file);
    expect(metadata).toMatchObject({
      'modelspec.sai_model_spec': '1.0.1',
      'modelspec.title': 'Indigo, bold',
      'modelspec.date': '2025-11-13',
      'modelspec.resolution': '512x512',
      'modelspec.trigger_phrase': 'a sks fabric',
      'modelspec.license': 'CC0-1.0',
      'modelspec.tags': 'fabric, indigo',
      ss_num_train_images: '10',
    });
    expect(JSON.parse(metadata.ss_tag_frequency ?? '')).toEqual({ Indigo: { 'a sks fabric': 10, folded: 10 } });
    expect(metadata).not.toHaveProperty('modelspec.author');
    // Nothing but the numbers is in the digest: one who knows the file by it knows it whatever is said of it.
    const numbers = file.subarray(8 + Number(new DataView(bytes).getBigUint64(0, true)));
    const wanted = createHash('sha256').update(numbers).digest('hex');
    expect(metadata.sshs_model_hash).toBe(wanted);
    expect(metadata['modelspec.hash_sha256']).toBe(`0x${wanted}`);
    const other = await exportAdapter({ item, ...about, about: NOTHING_SAID, name: 'Another name' });
    expect(parseSafetensors(new Uint8Array(other.bytes)).metadata.sshs_model_hash).toBe(wanted);
    const read = await load(fileOf('saved.safetensors', bytes));
    const whole = createHash('sha256').update(file).digest('hex');
    expect(read).toMatchObject({ imported: { hashes: { file: whole, weights: wanted } } });
  });

  it.each([
    [768, 'stable-diffusion-v1/lora', 'sd_v1'],
    [1024, 'stable-diffusion-v2/lora', 'sd_v2'],
    [192, 'weft-starter/lora', undefined],
  ])('names the family of a model whose cross-attention reads %i numbers', async (inFeatures, architecture, kohya) => {
    const module = { name: `${BLOCK}.attn2.to_k`, inFeatures, outFeatures: 4 };
    const theta = new Float32Array(2 * (inFeatures + 4));
    const wide: LoraAdapter = { ...adapter, modules: [module], theta };
    const item = { method: 'lora', layout: 'kohya', adapter: wide, fewSteps: false } as const;
    const { metadata } = parseSafetensors(new Uint8Array((await exportAdapter({ item, ...about })).bytes));
    expect(metadata['modelspec.architecture']).toBe(architecture);
    expect(metadata.ss_base_model_version).toBe(kohya);
  });

  it('keeps at most a thousand points of a long curve, the last among them', async () => {
    const losses = Array.from({ length: 4321 }, (_, index) => ({ step: index + 1, instance: 1, prior: null }));
    const { bytes } = await exportAdapter({
      item: { method: 'lora', layout: 'kohya', adapter, fewSteps: false },
      ...about,
      origin: { ...origin, losses },
    });
    const read = await load(fileOf('long.safetensors', bytes));
    const kept = read.whole && read.imported.origin.kind === 'trained' ? read.imported.origin.losses : [];
    expect(kept.length).toBeGreaterThan(500);
    expect(kept.length).toBeLessThanOrEqual(1000);
    expect(kept.at(-1)?.step).toBe(4321);
  });

  it('is read from PEFT’s two files too', async () => {
    const config = fileOf('adapter_config.json', JSON.stringify({ r: 2, lora_alpha: 8, rank_pattern: {} }));
    const same = { ...adapter, modules: available.slice(0, 1), theta: adapter.theta.slice(0, 22) };
    const weights = fileOf('adapter_model.safetensors', writeLora(same, 'peft'));
    const read = await load(config, weights);
    expect(read).toMatchObject({
      whole: true,
      imported: { item: { adapter: { rank: 2, loraAlpha: 8, theta: same.theta } } },
    });
    expect(await refusal(weights)).toMatch(/PEFT/);
    expect(await refusal(config)).toMatch(/^adapter-unsupported: .*without its weights/);
    expect(await refusal(weights, fileOf('adapter_config.json', '{ r: 2'))).toMatch(/^adapter-damaged: .*JSON/);
  });
});

describe('another program’s adapter', () => {
  it('keeps what its header says, through another export', async () => {
    const header = { ss_output_name: 'cloth v2', ss_tag_frequency: '{"a": 1}', format: 'pt' };
    const first = await load(fileOf('x.safetensors', writeLora(adapter, 'kohya', header)));
    if (!first.whole) throw new Error('it was not taken whole');
    expect(first.imported).toMatchObject({ name: 'cloth v2', createdAt: null });
    expect(first.imported.origin).toMatchObject({ kind: 'foreign', metadata: { ss_tag_frequency: '{"a": 1}' } });
    const name = 'renamed';
    const { bytes } = await exportAdapter({
      item: { method: 'lora', layout: 'kohya', adapter, fewSteps: false },
      origin: first.imported.origin,
      about: readAbout(header),
      createdAt: 5,
      name,
    });
    const again = await load(fileOf('y.safetensors', bytes));
    expect(again).toEqual({ whole: true, imported: { ...first.imported, hashes, name, createdAt: 5 } });
  });

  it('takes on what its person says by now, and the digest of the numbers as they are written', async () => {
    const header = {
      'modelspec.author': 'Ama',
      'modelspec.license': 'CC0',
      sshs_model_hash: 'old',
      sshs_legacy_hash: 'old',
    };
    const first = await load(fileOf('x.safetensors', writeLora(adapter, 'kohya', header)));
    if (!first.whole) throw new Error('it was not taken whole');
    expect(first.imported.about).toBeUndefined();
    expect(readAbout(header)).toEqual({ ...NOTHING_SAID, author: 'Ama', license: 'CC0' });
    const { bytes } = await exportAdapter({
      item: { method: 'lora', layout: 'kohya', adapter, fewSteps: false },
      origin: first.imported.origin,
      about: { ...NOTHING_SAID, author: 'Ama and Kofi' },
      createdAt: 5,
      name: 'cloth',
    });
    const { metadata } = parseSafetensors(new Uint8Array(bytes));
    expect(metadata['modelspec.author']).toBe('Ama and Kofi');
    for (const gone of ['modelspec.license', 'sshs_legacy_hash']) expect(metadata).not.toHaveProperty([gone]);
    expect(metadata.sshs_model_hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('shows only what is a small picture', async () => {
    const png = `data:image/png;base64,${btoa('\x89PNG')}`;
    for (const text of [
      'data:text/html;base64,PGI+',
      'data:image/png;base64,!',
      png.replace('iV', 'aa'),
      png + 'A'.repeat(4e5),
    ]) {
      const read = await load(fileOf('x.safetensors', writeLora(adapter, 'kohya', { 'modelspec.thumbnail': text })));
      expect(read.whole && read.imported.thumbnail).toBeUndefined();
    }
    const read = await load(fileOf('x.safetensors', writeLora(adapter, 'kohya', { 'modelspec.thumbnail': png })));
    expect(read).toMatchObject({ imported: { thumbnail: Uint8Array.from([0x89, 0x50, 0x4e, 0x47]).buffer } });
  });

  it('is not believed where its note is damaged', async () => {
    for (const weft of ['{', '[]', JSON.stringify({ name: '', createdAt: 'now', origin: { kind: 'found' } })]) {
      const read = await load(fileOf('x.safetensors', writeLora(adapter, 'kohya', { weft })));
      expect(read).toMatchObject({ whole: true, imported: { name: null, origin: { kind: 'foreign' } } });
    }
  });

  it('may have layers that the model lacks: they are named, and the rest is usable by choice', async () => {
    const odd = 'unet.mid_block.secret.conv';
    const file = fileOf(
      'odd.safetensors',
      identity(`unet.${BLOCK}.attn1.to_q`, 6, [
        [`${odd}.lora_A.weight`, [1, 2]],
        [`${odd}.lora_B.weight`, [2, 1]],
      ]),
    );
    expect(await load(file)).toEqual({ whole: false, question: 'layers', fitting: 1, unknown: [odd] });
    const rest = await importAdapter({ files: [file], leaveOut: true }, target);
    expect(rest).toMatchObject({ whole: true, imported: { item: { adapter: { modules: [available[0]] } } } });
  });
});

describe('what is no adapter for this model', () => {
  it.each([
    ['weights.pt', new Uint8Array([1, 2, 3])],
    ['weights.bin', new Uint8Array([1, 2, 3])],
    ['weights.ckpt', new Uint8Array(0)],
    ['renamed.safetensors', new Uint8Array([0x80, 2, 0x8a, 10, 0x6c])],
    ['renamed.safetensors', zipSync({ 'archive/data.pkl': strToU8('…'), 'archive/data/0': new Uint8Array(9) })],
    ['renamed.zip', zipSync({ 'archive/data.pkl': strToU8('…') })],
  ])('%s: a pickle is refused unread, with the way to convert it', async (name, bytes) => {
    const file = fileOf(name, bytes);
    expect(await refusal(file)).toMatch(/^adapter-unsupported: This is a pickle file/);
    const error = await load(file).catch((reason) => reason);
    expect(error.info.advice).toContain('weights_only=True');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'one whose numbers hold %d is refused in every layout',
    async (none) => {
      const astray = { ...adapter, theta: adapter.theta.map((value, index) => (index === 5 ? none : value)) };
      for (const layout of LORA_FILE_LAYOUTS) {
        const { bytes, ending } = await exportAdapter({
          item: { method: 'lora', layout, adapter: astray, fewSteps: false },
          ...about,
        });
        expect(await refusal(fileOf(`astray.${ending}`, bytes))).toMatch(/infinite or none at all/);
      }
    },
  );

  it.each<[string, Uint8Array | string, RegExp]>([
    ['a text', 'no safetensors at all, but long enough', /^adapter-damaged: .*is a text/],
    ['nothing', '', /^adapter-damaged: .*0 bytes/],
    ['a truncated file', whole.subarray(0, whole.length - 3), /^adapter-damaged: .*truncated/],
    ['a header without end', new Uint8Array([255, 255, 255, 255, 255, 255, 255, 127, 1]), /^adapter-damaged: .*header/],
    [
      'a whole model',
      writeSafetensors([float32Tensor('model.diffusion_model.time_embed.0.weight', [1], new Float32Array(1))]),
      /no part of a/,
    ],
    [
      'one factor alone',
      writeSafetensors([float32Tensor(`unet.${BLOCK}.attn1.to_q.lora_A.weight`, [1, 6], new Float32Array(6))]),
      /lacks one of the two factors/,
    ],
    [
      'numbers that are none',
      writeLora({ ...adapter, theta: adapter.theta.map((x, i) => (i === 7 ? Number.NaN : x)) }, 'kohya'),
      /infinite or none at all/,
    ],
    [
      'an adapter of SDXL',
      identity(`unet.${BLOCK}.attn2.to_k`, 2048),
      /made for Stable Diffusion XL, and the open model/,
    ],
    [
      'an adapter of SD 1',
      identity(`lora_unet_${BLOCK}.attn2_to_k`, 768),
      /made for Stable Diffusion 1, .* Weft's starter/,
    ],
    ['an adapter of FLUX', identity('lora_unet_double_blocks_0_img_attn_proj', 7), /made for FLUX\.1/],
  ])('%s', async (_, bytes, words) => expect(await refusal(fileOf('file.safetensors', bytes))).toMatch(words));

  it('a zip that is damaged, empty, or holds several adapters', async () => {
    const zip = zipSync({ 'a/one.safetensors': whole, 'a/two.safetensors': whole });
    expect(await refusal(fileOf('two.zip', zip))).toMatch(/^adapter-unsupported: The zip holds 2 /);
    expect(await refusal(fileOf('cut.zip', zip.slice(0, 200)))).toMatch(/^adapter-damaged: The zip/);
    expect(await refusal(fileOf('none.zip', zipSync({ 'readme.md': whole })))).toMatch(/holds no \.safetensors/);
    const named = zipSync({ 'a/adapter_model.safetensors': whole, 'a/other.safetensors': zip });
    expect(await load(fileOf('named.zip', named))).toMatchObject({ whole: true });
  });

  it('a zip that claims to unpack to more than any adapter holds', async () => {
    const zip = zipSync({ 'a.safetensors': new Uint8Array(1000) }, { mtime: new Date(1980, 0, 1) });
    const view = new DataView(zip.buffer, zip.byteOffset, zip.length);
    const directory = view.getUint32(zip.length - 6, true);
    view.setUint32(directory + 24, 0xf000_0000, true);
    expect(await refusal(fileOf('bomb.zip', zip))).toMatch(/^adapter-unsupported: The file holds 4027 MB/);
  });
});

describe('adapters merged into one', () => {
  const other = lora(4, available.slice(1), 2);
  const parts = [
    { adapter, weight: 0.75 },
    { adapter: other, weight: -1.5 },
  ];

  it('draw exactly as the mix does', () => {
    const merged = mergeLoras(parts, available, 'weft-starter');
    expect(mixLoras([{ adapter: merged, weight: 1 }], available)).toEqual(mixLoras(parts, available));
    expect(merged.modules.map(({ rank }) => rank ?? merged.rank)).toEqual([3, 6, 6]);
  });

  it.each(LORA_FILE_LAYOUTS)('survive a file of the %s layout', async (layout) => {
    const merged = mergeLoras(parts, available, 'weft-starter');
    const made: AdapterOrigin = { kind: 'merged', parts: [{ name: 'Indigo', weight: 0.75, rank: 2, loraAlpha: 8 }] };
    const { bytes, ending } = await exportAdapter({
      item: { method: 'lora', layout, adapter: merged, fewSteps: true },
      ...about,
      origin: made,
    });
    const read = await load(fileOf(`mix.${ending}`, bytes));
    if (!read.whole) throw new Error('it was not taken whole');
    expect(read.imported.origin).toEqual(made);
    if (read.imported.item.method !== 'lora') throw new Error('it was taken for a word');
    expect(mixLoras([{ adapter: read.imported.item.adapter, weight: 1 }], available)).toEqual(
      mixLoras(parts, available),
    );
  });

  it('need a weight', () => {
    expect(() => mergeLoras([{ adapter, weight: 0 }], available, 'm')).toThrow(/nothing to merge/);
  });
});

describe('a learnt word', () => {
  const embedding: Embedding = {
    baseModel: 'weft-starter',
    token: '<kente-cloth>',
    width: 3,
    vectors: Float32Array.of(1, 2, 3, 4, 5, 6),
  };

  it.each(EMBEDDING_FILE_LAYOUTS)('is the same again from a file of the %s layout', async (layout) => {
    const { bytes } = await exportAdapter({ item: { method: 'embedding', layout, embedding }, ...about });
    const read = await load(fileOf('other.safetensors', bytes));
    expect(read).toEqual({ whole: true, imported: { item: { method: 'embedding', embedding }, ...about, hashes } });
  });

  it('of another program takes its token from its file', async () => {
    const file = writeSafetensors([float32Tensor('emb_params', [1, 3], Float32Array.of(1, 2, 3))]);
    expect(await load(fileOf('<cloth-x>.safetensors', file))).toMatchObject({
      imported: { name: null, item: { method: 'embedding', embedding: { token: '<cloth-x>', width: 3 } } },
    });
  });

  it.each<[string, string, number[][], RegExp]>([
    [
      'of another text encoder',
      '<cloth>',
      [[1, 768]],
      /rows of 768 numbers, as the text encoder of Stable Diffusion 1/,
    ],
    ['for two text encoders', 'clip_g', [[1, 3]], /two text encoders/],
    ['of a strange shape', '<cloth>', [[1, 1, 3]], /no embedding has/],
  ])('%s is refused', async (_, name, [shape = []], words) => {
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    const file = writeSafetensors([float32Tensor(name, shape, values)]);
    expect(await refusal(fileOf('x.safetensors', file))).toMatch(words);
  });

  it.each([
    ['that is a word already', 'fabric', /already a token/, '<fabric>'],
    ['with a gap', 'My cloth', /has a gap/, '<my-cloth>'],
    ['with nothing but signs', ' !', /has a gap/, '<word>'],
  ])('%s is asked another name for, and takes it', async (_, name, reason, token) => {
    const file = fileOf('x.safetensors', writeSafetensors([float32Tensor(name, [1, 3], new Float32Array(3))]));
    const asked = { whole: false, question: 'word', token, reason: expect.stringMatching(reason) };
    expect(await load(file)).toEqual(asked);
    expect(await importAdapter({ files: [file], leaveOut: false, token: 'a b' }, target)).toMatchObject({
      question: 'word',
    });
    expect(await importAdapter({ files: [file], leaveOut: false, token }, target)).toMatchObject({
      imported: { item: { embedding: { token } } },
    });
  });

  it('is known to prompts where it fits, and the others say why not', () => {
    const words = [
      embedding,
      { ...embedding, token: '<Kente-Cloth>' },
      { ...embedding, token: '<wide>', width: 6 },
      { ...embedding, token: 'fabric' },
      { ...embedding, token: '<adire>', vectors: embedding.vectors.slice(0, 3) },
    ];
    const { known, errors } = knownEmbeddings(words, target.checkpoint);
    expect(known.map(({ token }) => token)).toEqual(['<kente-cloth>', '<adire>']);
    expect(errors).toEqual([
      null,
      expect.stringContaining('Another word'),
      expect.stringContaining('rows of 6 numbers'),
      expect.stringContaining('already a token'),
      null,
    ]);
  });
});

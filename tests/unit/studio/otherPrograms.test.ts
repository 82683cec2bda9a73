/** Adapter files as other programs, sign-in pages and attackers leave them: read, asked about, or named as what they are. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoraModule, PromptTokenizer, parseSafetensors, writeLora } from '@weft/engine';
import { float32Tensor, loraSize, TorchGenerator, writeSafetensors } from '@weft/engine/internal';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { importAdapter } from '../../../workers/studio/adapterFiles/importAdapter.ts';
import { pickleConversion } from '../../../workers/studio/adapterFiles/pickleConversion.ts';

const read = (path: string) => new Uint8Array(readFileSync(new URL(`../../fixtures/${path}`, import.meta.url)));
const json = (path: string) => JSON.parse(new TextDecoder().decode(read(path)));
const tokenizer = PromptTokenizer.fromFiles(
  json('tiny/tokenizer/tokenizer.json'),
  json('tiny/tokenizer/tokenizer_config.json'),
);
const BLOCK = 'down_blocks.0.attentions.0.transformer_blocks.0';
const available: LoraModule[] = [
  { name: `${BLOCK}.attn1.to_q`, inFeatures: 6, outFeatures: 5 },
  { name: `${BLOCK}.attn2.to_k`, inFeatures: 768, outFeatures: 5 },
  { name: 'text_encoder.text_model.encoder.layers.0.self_attn.q_proj', inFeatures: 6, outFeatures: 6 },
];
const target = {
  adaptableModules: available,
  checkpoint: { textEncoder: { config: { hidden_size: 3 } }, tokenizer },
  originalName: () => null,
  baseWeights: async () => new Map(),
};
const adapter = {
  baseModel: '',
  rank: 2,
  loraAlpha: 8,
  modules: available,
  theta: new TorchGenerator(1).randn(loraSize(available, 2)) as Float32Array<ArrayBuffer>,
};
const kohya = writeLora(adapter, 'kohya');

const file = (name: string, content: Uint8Array | string) =>
  new File([typeof content === 'string' ? content : content.slice()], name);
const load = (...files: File[]) => importAdapter({ files, leaveOut: false }, target);
const refusal = (...files: File[]) =>
  load(...files).then(
    () => 'it was taken',
    ({ info, message, advice }: { info?: { message: string; advice: string }; message: string; advice?: string }) =>
      `${info?.message ?? message} ${info?.advice ?? advice}`,
  );

/** The same tensors under other names, whole numbers of a type in place of each alpha. */
function rewritten(rename: (name: string) => string, integerAlpha: boolean, metadata = '{}'): Uint8Array {
  const tensors = [...parseSafetensors(kohya).tensors.values()].map((tensor) => {
    const name = rename(tensor.name);
    if (!integerAlpha || !name.endsWith('.alpha')) return { ...tensor, name };
    const alpha = Math.round(new Float32Array(tensor.bytes.slice().buffer)[0] ?? 0);
    return { name, dtype: 'I64' as const, shape: [], bytes: new Uint8Array(BigInt64Array.of(BigInt(alpha)).buffer) };
  });
  return writeSafetensors(tensors, JSON.parse(metadata));
}

describe('a LoRA', () => {
  it.each<[string, Uint8Array]>([
    ['of kohya’s scripts', kohya],
    ['with alphas as whole numbers, as mergers write it', rewritten((name) => name, true)],
    ['of Stable Diffusion 1 with lora_te1_ names', rewritten((name) => name.replace('lora_te_', 'lora_te1_'), false)],
    ['of both habits', rewritten((name) => name.replace('lora_te_', 'lora_te1_'), true)],
  ])('%s is read whole, the same numbers', async (_, bytes) => {
    const result = await load(file('a.safetensors', bytes));
    expect(result).toMatchObject({ whole: true, imported: { item: { adapter: { rank: 2, loraAlpha: 8 } } } });
    if (!result.whole || result.imported.item.method !== 'lora') throw new Error('no LoRA');
    expect(result.imported.item.adapter.theta).toEqual(adapter.theta);
  });

  it('whose header has no metadata but says so is read', async () => {
    const text = '{"__metadata__":null,"<w>":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]}}';
    const bytes = new Uint8Array(8 + text.length + 12);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(strToU8(text), 8);
    expect(await load(file('x.safetensors', bytes))).toMatchObject({ whole: true });
  });

  it('beside another program’s notes is read as if it were alone', async () => {
    const alone = await load(file('goku.safetensors', kohya));
    for (const notes of ['{"sd version": "SD1", "notes": ""}', '{"network_dim": 8}', '{ broken', '[]']) {
      expect(await load(file('goku.safetensors', kohya), file('goku.json', notes))).toEqual(alone);
    }
  });

  it('with a word in it brings the word', async () => {
    const word = float32Tensor('bundle_emb.<myfabric>.clip_l', [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
    const bytes = writeSafetensors([word, ...parseSafetensors(kohya).tensors.values()]);
    const result = await load(file('ot.safetensors', bytes));
    expect(result).toMatchObject({
      whole: true,
      imported: { item: { method: 'lora' }, words: [{ token: '<myfabric>', width: 3 }] },
    });
  });

  it('of a header as long as a pickle’s first bytes say is no pickle', async () => {
    const padded = Array.from({ length: 700 }, (_, n) =>
      rewritten((name) => name, false, JSON.stringify({ pad: 'x'.repeat(n) })),
    );
    const alike = padded.filter(([first, second = 0]) => first === 0x80 && second >= 2 && second <= 5);
    expect(alike.length).toBeGreaterThan(0);
    for (const bytes of alike) expect(await load(file('a.safetensors', bytes))).toMatchObject({ whole: true });
  });

  it('that PEFT began with PiSSA is refused by that word', async () => {
    const config = { r: 2, lora_alpha: 8, init_lora_weights: 'pissa' };
    const unet = {
      ...adapter,
      modules: available.slice(0, 1),
      theta: adapter.theta.slice(0, loraSize(available.slice(0, 1), 2)),
    };
    const files = [
      file('adapter_model.safetensors', writeLora(unet, 'peft')),
      file('adapter_config.json', JSON.stringify(config)),
    ];
    expect(await refusal(...files)).toMatch(/“pissa”.*plain LoRA/);
  });
});

describe('a word', () => {
  const rows = Float32Array.of(1, 2, 3, 4, 5, 6);
  it.each([
    ['OneTrainer’s', ['emp_params']],
    ['OneTrainer’s with an output part', ['emp_params', 'emp_params_out']],
    ['A1111’s, converted', ['string_to_param.*']],
    ['of one text encoder', ['clip_l']],
  ])('%s is called as its file', async (_, names) => {
    const bytes = writeSafetensors(names.map((name) => float32Tensor(name, [2, 3], rows)));
    const result = await load(file('kente-ot.safetensors', bytes));
    expect(result).toMatchObject({
      whole: true,
      imported: { item: { method: 'embedding', embedding: { token: 'kente-ot', vectors: rows } } },
    });
    expect(result.whole && result.imported.note).toEqual(
      names.length > 1 ? expect.stringMatching(/left out/) : undefined,
    );
  });

  it('of nothing but an output part is refused', async () => {
    expect(
      await refusal(file('x.safetensors', writeSafetensors([float32Tensor('emp_params_out', [2, 3], rows)]))),
    ).toMatch(/output embedding/);
  });
});

describe('what took the place of a download', () => {
  it.each([
    ['version https://git-lfs.github.com/spec/v1\noid sha256:6ce0\nsize 144\n', /Git LFS pointer.*git lfs pull/],
    ['<!DOCTYPE html>\n<html lang="en"><head><title>Sign in</title></head></html>', /web page.*sign in/],
    ['{"error":"Repository not found","detail":"nothing of this name is here"}', /piece of JSON/],
    ['Entry not found', /server’s answer/],
    ['404: Not Found', /server’s answer/],
    ['Too Many Requests', /server’s answer/],
    ['error code: 1020 of somebody’s proxy', /server’s answer/],
    ['# xet version 0\nfilesize = 12\nhash = "aa"\n', /pointer of git-xet/],
    ['/annex/objects/MD5E-s123--abc.safetensors\n', /pointer of git-xet or git-annex/],
    ['[InternetShortcut]\r\nURL=https://hub.example', /link to a web page/],
    ['Dear weaver, the file that you asked for is on its way.', /a text, which begins “Dear weaver, the file/],
    [`\ufeff${'<!DOCTYPE html>'}<html></html>`, /web page/],
  ])('%s is named as such', async (text, words) => {
    expect(await refusal(file('model.safetensors', text))).toMatch(words);
  });

  const torchZip = zipSync({ 'archive/data.pkl': strToU8('\x80\x02}q\0.'), 'archive/version': strToU8('3') });
  const utf16 = Uint8Array.from([0xff, 0xfe, ...[...'<!DOCTYPE html>'].flatMap((letter) => [letter.charCodeAt(0), 0])]);
  it.each([
    [
      'a pickle',
      Uint8Array.of(0x80, 4, 0x95, 1, 0, 0, 0, 0, 0, 0, 0x7d, 0x94),
      /a pickle file.*"model\.safetensors" "model-converted\.safetensors"/,
    ],
    ['7-Zip', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4), /packed as 7-Zip.*Unpack/],
    ['RAR', strToU8('Rar!\x1a\x07\0'), /packed as RAR/],
    ['Keras’s', Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0), /HDF5/],
    ['an ONNX file', strToU8('\x08\x09\x12\x07pytorch\x1a'), /ONNX/],
    ['a picture', strToU8('\x89PNG\r\n\x1a\n', true), /a picture.*Dataset/],
    ['zeros', new Uint8Array(4096), /nothing but zeros.*broken off/],
    ['a web page of wide letters', utf16, /web page/],
  ])('%s under the name of weights is named as such', async (_, bytes, words) => {
    expect(await refusal(file('model.safetensors', bytes))).toMatch(words);
  });

  it('what PyTorch wrote is a pickle, though its kind of zip was renamed', async () => {
    expect(await refusal(file('model.safetensors', torchZip))).toMatch(/a pickle file.*python -c/);
    expect(() => parseSafetensors(torchZip)).toThrow(/a pickle that was given this name/);
  });

  it('a file that is cut off is named as such', async () => {
    expect(await refusal(file('a.safetensors', kohya.slice(0, 900)))).toMatch(/truncated/);
    expect(await refusal(file('a.safetensors', kohya.slice(0, -4)))).toMatch(/truncated/);
  });
});

describe('a zip', () => {
  it('from a Mac is read for what was put into it', async () => {
    const zip = zipSync({
      'cloth/a.safetensors': kohya,
      '__MACOSX/cloth/._a.safetensors': strToU8('Mac OS X'),
      'cloth/.DS_Store': strToU8('Bud1'),
    });
    expect(await load(file('cloth.zip', zip))).toMatchObject({ whole: true });
  });

  it('of several adapters names them', async () => {
    const zip = zipSync({ 'a.safetensors': kohya, 'b/c.safetensors': kohya });
    expect(await refusal(file('two.zip', zip))).toMatch(/2 \.safetensors files: a\.safetensors, b\/c\.safetensors/);
  });

  it('that says it holds thousands of millions of files is refused at once', async () => {
    const zip = read('hostile/zip64-two-thousand-million-entries.zip');
    expect(await refusal(file('x.zip', zip))).toMatch(/zip/);
  });

  it('of which a small part would become gigabytes is refused before it is unpacked', async () => {
    const zip = zipSync({ 'adapter_model.safetensors': new Uint8Array(80e6) });
    expect(zip.length).toBeLessThan(1e6);
    expect(await refusal(file('x.zip', zip))).toMatch(/says that adapter_model.safetensors has 80 MB/);
  });

  it('with two settings of one name takes the first, whatever the other one claims', async () => {
    const config = JSON.stringify({ r: 2, lora_alpha: 8 });
    const unet = {
      ...adapter,
      modules: available.slice(0, 1),
      theta: adapter.theta.slice(0, loraSize(available.slice(0, 1), 2)),
    };
    const zip = zipSync({
      'adapter_config.json': strToU8(config),
      'adapter_model.safetensors': writeLora(unet, 'peft'),
      'adapter_config.jsox': new Uint8Array(30e6),
    });
    // fflate writes no name twice.
    const twice = Buffer.from(zip);
    for (let at = twice.indexOf('.jsox'); at >= 0; at = twice.indexOf('.jsox')) twice.write('.json', at);
    expect(await load(file('x.zip', new Uint8Array(twice)))).toMatchObject({ whole: true });
  });
});

const PYTHON = process.env.WEFT_PYTHON ?? 'reference/.venv/bin/python';
describe.skipIf(!existsSync(PYTHON))('a pickle’s conversion, as it is told', () => {
  it.each([
    ['a table of tensors', 'd = {"<cat-toy>": torch.ones(192)}', ['<cat-toy>']],
    [
      'A1111’s word',
      'd = {"string_to_token": {"*": 265}, "string_to_param": {"*": torch.nn.Parameter(torch.ones(2, 192))}, "name": "x"}',
      ['emb_params'],
    ],
    [
      'a checkpoint',
      'd = {"state_dict": {"a.weight": torch.ones(2)[::2], "b": torch.ones(1)}, "global_step": 5}',
      ['a.weight', 'b'],
    ],
    ['tensors that share memory', 't = torch.ones(4); d = {"a": t, "b": t[:2]}', ['a', 'b']],
  ])(
    'gives %s as safetensors',
    (_, made, names) => {
      const folder = mkdtempSync(join(tmpdir(), 'pickle-'));
      try {
        execFileSync(PYTHON, [
          '-c',
          `import torch; ${made}; torch.save(d, ${JSON.stringify(join(folder, 'my word.pt'))})`,
        ]);
        execFileSync('sh', ['-c', pickleConversion('my word.pt').replace(/^python/, PYTHON)], { cwd: folder });
        const converted = parseSafetensors(new Uint8Array(readFileSync(join(folder, 'my word.safetensors'))));
        expect([...converted.tensors.keys()].sort()).toEqual(names);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    60_000,
  );
});

/** What can't be opened is named before anything is copied or downloaded, from a folder and from a hub. */
import { readFileSync } from 'node:fs';
import { writeSafetensors } from '@weft/engine/internal';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lookUp } from '../../../workers/models/hub/lookUp.ts';
import { openFolder } from '../../../workers/models/openFolder.ts';
import { tinyFiles } from '../../browser/models/imitationHub.ts';

type Json = Record<string, unknown>;
const fixture = (path: string) => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');
const tiny = await tinyFiles();
const json = (path: string): Json => JSON.parse(String(tiny.get(path)));
const UNET = 'unet/diffusion_pytorch_model.safetensors';
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 3438167536\n`;
const PAGE = '<!DOCTYPE html><html><body>Sign in</body></html>';

type Changes = Record<string, string | Uint8Array | Json | null>;

/** The tiny model with some of its files changed; null takes one away. */
function changed(changes: Changes): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>(tiny);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else if (content instanceof Uint8Array) files.set(path, content);
    else files.set(path, Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)));
  }
  return files;
}

const fromDisk = (changes: Changes) =>
  openFolder(
    [...changed(changes)].map(([path, bytes]) => ({
      path: `my model/${path}`,
      file: new File([bytes as Uint8Array<ArrayBuffer>], path.split('/').at(-1) ?? path),
    })),
  );

const without = (path: string, key: string): Json => {
  const { [key]: _, ...rest } = json(path);
  return rest;
};

/** What is wrong with a model, and what the person reads. */
const REFUSED: readonly (readonly [string, Changes, RegExp])[] = [
  [
    'a U-Net without a middle block',
    { 'unet/config.json': fixture('model-folder-parts/d2-unet-config.json') },
    /no middle block/,
  ],
  [
    'AutoencoderTiny',
    { 'vae/config.json': fixture('model-folder-parts/d5-vae-config.json') },
    /autoencoder is a tiny autoencoder \(AutoencoderTiny\)/,
  ],
  [
    'attention in the blocks of the autoencoder',
    {
      'vae/config.json': {
        ...json('vae/config.json'),
        up_block_types: ['AttnUpDecoderBlock2D', 'UpDecoderBlock2D', 'UpDecoderBlock2D', 'UpDecoderBlock2D'],
      },
    },
    /up_block_types\.0 \(AttnUpDecoderBlock2D\)/,
  ],
  [
    'heads that don’t divide',
    { 'unet/config.json': { ...json('unet/config.json'), attention_head_dim: 7 } },
    /attention_head_dim \(7\).*can’t be shared out among 7 heads/,
  ],
  [
    'heads of the text encoder that don’t divide',
    { 'text_encoder/config.json': { ...json('text_encoder/config.json'), num_attention_heads: 3 } },
    /num_attention_heads \(3\).*among 3 heads/,
  ],
  [
    'nets of two models',
    { 'unet/config.json': { ...json('unet/config.json'), cross_attention_dim: 768 } },
    /768 numbers of each token/,
  ],
  [
    'a flow’s scheduler',
    { 'scheduler/scheduler_config.json': { _class_name: 'FlowMatchEulerDiscreteScheduler', shift: 3 } },
    /_class_name.*another process/,
  ],
  [
    'a scheduler that is no JSON',
    { 'scheduler/scheduler_config.json': '{"beta_start": 0.1' },
    /scheduler_config\.json is damaged/,
  ],
  ['a web page for a config', { 'unet/config.json': PAGE }, /unet\/config\.json is a web page/],
  [
    'a web page for the merges',
    {
      'tokenizer/tokenizer.json': null,
      'tokenizer/vocab.json': { a: 0, '<|startoftext|>': 1, '<|endoftext|>': 2 },
      'tokenizer/merges.txt': PAGE,
    },
    /merges\.txt is a web page/,
  ],
  [
    'a server’s answer for a config',
    { 'vae/config.json': { error: 'Entry not found' } },
    /server’s answer.*Entry not found/,
  ],
  ['a Git LFS pointer', { [UNET]: POINTER }, /diffusion_pytorch_model\.safetensors.*Git LFS pointer/],
  ['a web page for weights', { [UNET]: PAGE }, /diffusion_pytorch_model\.safetensors.*web page/],
  ['weights that are cut off', { [UNET]: (tiny.get(UNET) as Buffer).subarray(0, 100_000) }, /truncated/],
  ['weights of another net', { [UNET]: writeSafetensors([]) }, /The tensor .* of unet is missing/],
  [
    'an index that leads elsewhere',
    { [UNET]: null, [`${UNET}.index.json`]: { weight_map: { a: '../../secret.safetensors' } } },
    /doesn’t list weight files/,
  ],
  [
    'a tokenizer that knows more than the text encoder',
    { 'text_encoder/config.json': { ...json('text_encoder/config.json'), vocab_size: 1000 } },
    /has the id 1296, but its text encoder knows 1000 tokens/,
  ],
  [
    'a tokenizer without its settings',
    { 'tokenizer/tokenizer_config.json': without('tokenizer/tokenizer_config.json', 'model_max_length') },
    /model_max_length/,
  ],
];

describe('a folder of a person’s own', () => {
  it('opens with Python’s JSON in it, byte order mark and all', async () => {
    const scheduler = fixture('model-folder-parts/d10-scheduler_config.json');
    expect(scheduler).toContain('-Infinity');
    const { model } = await fromDisk({
      'scheduler/scheduler_config.json': scheduler,
      'unet/config.json': `\ufeff${JSON.stringify({ ...json('unet/config.json'), _loss: 0 }).replace('"_loss":0', '"_loss":NaN')}`,
    });
    expect(model.files.map(({ path }) => path)).toContain('scheduler/scheduler_config.json');
  });

  it.each(REFUSED)('is refused for %s', async (_, changes, words) => {
    await expect(fromDisk(changes)).rejects.toThrow(words);
  });
});

describe('a repository', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** A hub with one repository; gives the bytes that were asked of each file. */
  function serve(files: ReadonlyMap<string, Uint8Array>, { ranges = true, listing = {} as Json } = {}) {
    const sent = new Map<string, number>();
    vi.stubGlobal('fetch', async (url: string, { headers }: { headers: Record<string, string> }) => {
      if (url.includes('/api/models/')) {
        const siblings = [...files].map(([rfilename, { length }]) => ({ rfilename, size: length }));
        return new Response(JSON.stringify({ sha: '0123456789abcdef', siblings, ...listing }));
      }
      const path = decodeURIComponent(url.split('/resolve/0123456789abcdef/')[1] ?? '');
      const bytes = files.get(path) as Uint8Array<ArrayBuffer>;
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.Range ?? '') ?? [];
      const part = from && ranges ? bytes.subarray(Number(from), Number(to) + 1) : bytes;
      let at = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          const piece = part.subarray(at, at + 65_536);
          at += piece.length;
          sent.set(path, (sent.get(path) ?? 0) + piece.length);
          if (piece.length === 0) controller.close();
          else controller.enqueue(piece);
        },
      });
      return new Response(body, { status: from && ranges ? 206 : 200 });
    });
    return sent;
  }
  const look = async () => {
    const request = { repository: 'owner/tiny', token: '', confirmedHubs: [] };
    const found = await lookUp(request, new AbortController().signal);
    if ('unknownHub' in found) throw new Error(`${found.unknownHub} is unknown`);
    return found;
  };

  it.each([true, false])(
    'is looked at by the headers of its weights alone (server that knows ranges: %s)',
    async (ranges) => {
      const weights = tiny.get(UNET) as Buffer;
      const long = new Map<string, Uint8Array>(tiny).set(UNET, padded(weights, 3e6));
      const sent = serve(long, { ranges });
      const model = await look();
      expect(model.files.map(({ path }) => path)).toContain(UNET);
      expect(sent.get(UNET)).toBeLessThan(1e6);
      // Read for more than one purpose, and fetched once.
      expect(sent.get('unet/config.json')).toBe(long.get('unet/config.json')?.length);
    },
  );

  it.each(REFUSED)('is refused for %s', async (_, changes, words) => {
    serve(changed(changes));
    await expect(look()).rejects.toThrow(words);
  });

  it('has bounds: of files, of their lengths, and of what comes for them', async () => {
    const many = Array.from({ length: 20_001 }, (_, i) => ({ rfilename: `${i}` }));
    serve(tiny, { listing: { siblings: many } });
    await expect(look()).rejects.toThrow(/at most 20000 files/);
    serve(tiny, { listing: { siblings: [{ rfilename: 'unet/config.json', size: 1e15 }] } });
    await expect(look()).rejects.toThrow(/out of all bounds/);
    const siblings = [...tiny].map(([rfilename, { length }]) => ({ rfilename, size: length }));
    const lengths = (path: string, size: number) =>
      siblings.map((file) => (file.rfilename === path ? { ...file, size } : file));
    serve(tiny, { listing: { siblings: lengths('unet/config.json', 10) } });
    await expect(look()).rejects.toThrow(/not the one that was listed/);
    serve(tiny, { listing: { siblings: lengths('unet/config.json', 5e9) } });
    await expect(look()).rejects.toThrow(/5000 MB; such files have at most 67/);
    serve(tiny, { listing: { siblings: [...siblings, { rfilename: '../../model.json', size: 3 }] } });
    expect((await look()).files).toHaveLength((await lookAtTiny()).length);
  });

  const lookAtTiny = async () => {
    serve(tiny);
    return (await look()).files;
  };

  /** The same weights and a tensor of so many bytes more, that nobody asks for. */
  function padded(weights: Uint8Array, bytes: number): Uint8Array {
    const end = 8 + Number(new DataView(weights.buffer, weights.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(weights.subarray(8, end)));
    const data = weights.length - end;
    header.padding = { dtype: 'U8', shape: [bytes], data_offsets: [data, data + bytes] };
    const text = new TextEncoder().encode(JSON.stringify(header));
    const whole = new Uint8Array(8 + text.length + data + bytes);
    new DataView(whole.buffer).setBigUint64(0, BigInt(text.length), true);
    whole.set(text, 8);
    whole.set(weights.subarray(end), 8 + text.length);
    return whole;
  }
});

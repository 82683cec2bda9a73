/**
 * Adapters for the tiny model, or for the starter, made without training, so that a test can begin where a run would have
 * ended.
 */
import { readFileSync } from 'node:fs';
import { type LoraModule, writeEmbedding, writeLora } from '@weft/engine';
import {
  attentionModules,
  type LoraAdapter,
  loraSize,
  parseConfig,
  TorchGenerator,
  UNetConfig,
} from '@weft/engine/internal';
import { writeNote } from '../../../workers/studio/adapterFiles/adapterNote.ts';

export const STARTER_MODEL = new URL('../../../public/models/starter/unet/config.json', import.meta.url);
const TINY_MODEL = new URL('../../fixtures/tiny/unet/config.json', import.meta.url);

/** Large enough to change every picture, small enough to leave one: with the tiny model, and with the starter. */
const STRENGTH = 0.2;
const STARTER_STRENGTH = 0.06;

function attentionOf(config: URL): LoraModule[] {
  const file = 'unet/config.json';
  return attentionModules(parseConfig(UNetConfig, JSON.parse(readFileSync(config, 'utf8')), file));
}

/** A LoRA of the attention with numbers of the seed. @param config of the U-Net */
export function craftedAdapter(seed: number, rank = 4, config = TINY_MODEL): LoraAdapter {
  const modules = attentionOf(config);
  const strength = config === STARTER_MODEL ? STARTER_STRENGTH : STRENGTH;
  const theta = new TorchGenerator(seed).randn(loraSize(modules, rank)).map((value) => value * strength);
  return { baseModel: 'weft-starter', rank, loraAlpha: 2 * rank, modules, theta: theta as Float32Array<ArrayBuffer> };
}

/** One grey pixel: an adapter that brings a picture along is not drawn with unasked, which would take time. */
const PICTURE = Uint8Array.from(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==', 'base64'),
).buffer;

/** The same as a file that Weft would have saved after a run. */
export function craftedFile(name: string, seed: number, rank = 4) {
  const note = writeNote({
    name,
    createdAt: Date.UTC(2026, 1, 3, 12),
    origin: {
      kind: 'trained',
      settings: { instancePrompt: 'a sks african fabric pattern', steps: 40, learningRate: 0.004, classImages: 16 },
      losses: Array.from({ length: 40 }, (_, index) => ({ step: index + 1, instance: 1 / (index + 1), prior: null })),
      stepsDone: 40,
      stopped: false,
    },
    thumbnail: PICTURE,
  });
  const bytes = writeLora(craftedAdapter(seed, rank), 'kohya', note);
  return adapterFile(`${name}.safetensors`, bytes);
}

/** Bytes as Playwright hands them to a file field. */
export function adapterFile(name: string, bytes: Uint8Array | string) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
}

/** A learnt word, as another program would have saved it: one row as wide as the tiny model's. */
export function craftedWord(token: string, seed: number) {
  const width = 32;
  const vectors = new TorchGenerator(seed).randn(width) as Float32Array<ArrayBuffer>;
  return adapterFile('word.safetensors', writeEmbedding({ baseModel: '', token, width, vectors }, 'diffusers'));
}

/**
 * A model of full size that lies nowhere: its files, in diffusers' layout, are made as they are read. Written to disk it
 * is a model like any other; tests and measurements load it as it is, in a browser too.
 */

import { type ByteSource, bytesSource, MissingFileError, type ModelSource } from '@weft/engine';
import { layoutSafetensors, type Shape, tensorBytes } from '@weft/engine/internal';
import merges from '../../tests/fixtures/reduced-sd15/tokenizer/merges.txt?raw';
import specialTokens from '../../tests/fixtures/reduced-sd15/tokenizer/special_tokens_map.json';
import tokenizer from '../../tests/fixtures/reduced-sd15/tokenizer/tokenizer_config.json';
import vocabulary from '../../tests/fixtures/reduced-sd15/tokenizer/vocab.json';
import { FAMILIES, type Family } from './families.ts';
import { type NetFile, netFiles } from './netWeights.ts';
import type { RandomDtype } from './randomWeights.ts';

/** The numbers of a weight, as bytes. */
export type Fill = (name: string, shape: Shape, dtype: RandomDtype) => Uint8Array;

/** What is made. */
export interface GeneratedModel {
  /** A name in `FAMILIES`. */
  family: string;
  dtype: RandomDtype;
  fill: Fill;
  /** Side of the latents that the U-Net is made for, where it isn't the published one: a smaller native size. */
  latents?: number;
}

/**
 * Every file by its path. The tokenizer is that of Stable Diffusion's published form with a small vocabulary; the
 * embeddings have 49,408 rows all the same.
 * @throws RangeError where the family is not known
 */
export function generatedFiles({ family: name, dtype, fill, latents }: GeneratedModel): Map<string, ByteSource> {
  const family = FAMILIES[name]?.();
  if (!family) throw new RangeError(`"${name}" is none of ${Object.keys(FAMILIES).join(', ')}`);
  const settings: Record<string, unknown> = {
    'model_index.json': modelIndex(family),
    'scheduler/scheduler_config.json': family.scheduler,
    'text_encoder/config.json': family.text_encoder,
    'unet/config.json': latents ? { ...family.unet, sample_size: latents } : family.unet,
    'vae/config.json': family.vae,
    'tokenizer/special_tokens_map.json': specialTokens,
    'tokenizer/tokenizer_config.json': tokenizer,
    'tokenizer/vocab.json': vocabulary,
  };
  const text = (content: string) => bytesSource(new TextEncoder().encode(content));
  return new Map([
    ...netFiles(family).map((file) => [file.path, netSource(file, dtype, fill)] as const),
    ...Object.entries(settings).map(([path, json]) => [path, text(`${JSON.stringify(json, null, 2)}\n`)] as const),
    ['tokenizer/merges.txt', text(merges)],
  ]);
}

/** The same as the engine's loader wants it. */
export function generatedSource(model: GeneratedModel): ModelSource {
  const files = generatedFiles(model);
  const open = async (path: string) => {
    const file = files.get(path);
    if (!file) throw new MissingFileError(`${path} is no file of this model.`, 'Ask for another one.');
    return file;
  };
  return {
    name: `${model.family}-generated`,
    open,
    size: async (path) => (await open(path)).size,
    async read(path) {
      const file = await open(path);
      return file.read(0, file.size);
    },
  };
}

/** One net's `.safetensors`: the header, then tensors, each made when a part of it is read. */
function netSource({ weights }: NetFile, dtype: RandomDtype, fill: Fill): ByteSource {
  const entries = weights.map(({ name, shape }) => ({ name, dtype, shape: [...shape] }));
  const { header, ordered, dataLength } = layoutSafetensors(entries, { format: 'pt' });
  const parts: { start: number; length: number; make: () => Uint8Array }[] = [
    { start: 0, length: header.length, make: () => header },
  ];
  let next = header.length;
  for (const entry of ordered) {
    parts.push({ start: next, length: tensorBytes(entry), make: () => fill(entry.name, entry.shape, dtype) });
    next += tensorBytes(entry);
  }
  /** A tensor is read in pieces: the last one is kept. */
  let latest: { start: number; bytes: Uint8Array } = { start: 0, bytes: header };
  const readNow = (offset: number, length: number) => {
    const read = new Uint8Array(length);
    for (const { start, length: size, make } of parts) {
      const [from, to] = [Math.max(start, offset), Math.min(start + size, offset + length)];
      if (from >= to) continue;
      if (latest.start !== start) latest = { start, bytes: make() };
      read.set(latest.bytes.subarray(from - start, to - start), from - offset);
    }
    return read;
  };
  return { size: header.length + dataLength, read: async (offset, length) => readNow(offset, length), readNow };
}

function modelIndex({ scheduler }: Family) {
  return {
    _class_name: 'StableDiffusionPipeline',
    _diffusers_version: '0.42.1',
    feature_extractor: [null, null],
    safety_checker: [null, null],
    scheduler: ['diffusers', scheduler._class_name],
    text_encoder: ['transformers', 'CLIPTextModel'],
    tokenizer: ['transformers', 'CLIPTokenizer'],
    unet: ['diffusers', 'UNet2DConditionModel'],
    vae: ['diffusers', 'AutoencoderKL'],
  };
}

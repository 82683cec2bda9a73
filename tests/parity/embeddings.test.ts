/**
 * Learnt words both ways, on the processor: files that diffusers reads draw here what they draw there, and ours are
 * handed to diffusers (`reference/parity/check_ours.py`) where WEFT_PARITY_OURS names a folder.
 */

import { type Embedding, type Model, parseSafetensors, readEmbedding, writeEmbedding } from '@weft/engine';
import { TorchGenerator, toFloat32, type WeightTensor } from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { PICTURE_BOUND } from './cases/images.ts';
import { handOver } from './handOver.ts';
import { nodeLane } from './nodeLane.ts';
import { readPng } from './pngPixels.ts';
import { hold } from './rows.ts';
import { hasSamples, readSampleFile, whySkipped } from './sampleFiles.ts';
import { drawSubject, levelsApart, openStarter, PictureSettings, VISIBLE_LEVELS } from './starterPictures.ts';

const FOLDER = 'tests/fixtures/embeddings';
const Listing = z.array(PictureSettings.extend({ name: z.string(), files: z.array(z.string()) }));
const LAYOUTS = ['diffusers', 'emb_params'] as const;

let model: Model;

beforeAll(async () => {
  model = await openStarter(nodeLane);
});

const draw = ({ seed, ...settings }: PictureSettings, embeddings: readonly Embedding[]) =>
  drawSubject(model, { ...settings, adapters: [], embeddings }, seed);

async function readWord(file: string): Promise<Embedding> {
  return readEmbedding(parseSafetensors(await nodeLane.read(`${FOLDER}/${file}`)), file.replace('.safetensors', ''));
}

describe('words that diffusers reads', () => {
  it.each([
    { name: 'one-row', tokens: ['<woven>'], rows: [1] },
    { name: 'rows-and-negative', tokens: ['<kente>', 'bad-cloth'], rows: [3, 2] },
  ])('$name', async ({ name, tokens, rows }) => {
    const listing = Listing.parse(
      JSON.parse(new TextDecoder().decode(await nodeLane.read(`${FOLDER}/embeddings.json`))),
    );
    const entry = listing.find((candidate) => candidate.name === name);
    if (!entry) throw new RangeError(`the fixtures have no ${name}`);
    const { files, name: _, ...settings } = entry;
    const words = await Promise.all(files.map(readWord));
    expect(words.map(({ token }) => token)).toEqual(tokens);
    expect(words.map(({ vectors, width }) => vectors.length / width)).toEqual(rows);

    const picture = await draw(settings, words);
    expect(levelsApart(picture, await draw(settings, []))).toBeGreaterThan(VISIBLE_LEVELS);
    hold({
      what: `embeddings that diffusers reads, drawn by us (${name})`,
      lane: 'cpu',
      measured: levelsApart(picture, await readPng(await nodeLane.read(`${FOLDER}/${name}.png`))),
      bound: PICTURE_BOUND,
      unit: 'levels of 255',
    });
  });
});

/** Three times the deviation of the starter's own rows, which is 0.023. */
const DEVIATION = 0.07;

function randomWord(token: string, rows: number, seed: number): Embedding {
  const { hidden_size: width } = model.checkpoint.textEncoder.config;
  const vectors = new TorchGenerator(seed).randn(rows * width).map((value) => DEVIATION * value);
  return { baseModel: 'weft-starter', token, width, vectors: Float32Array.from(vectors) };
}

describe('words for diffusers', () => {
  const settings: PictureSettings = {
    prompt: 'a cushion made of <batik>',
    negativePrompt: 'blurry',
    guidanceScale: 7.5,
    samplingSteps: 10,
    sampler: 'dpmsolver++',
    seed: 42,
  };
  it.each([1, 4])('of %d rows', async (rows) => {
    const embedding = randomWord('<batik>', rows, 501);
    const picture = await draw(settings, [embedding]);
    expect(levelsApart(picture, await draw(settings, []))).toBeGreaterThan(VISIBLE_LEVELS);
    const files = LAYOUTS.map((layout) => [`${layout}.safetensors`, writeEmbedding(embedding, layout)] as const);
    await handOver('embeddings', `batik-${rows}`, picture, {
      'subject.json': settings,
      'embedding.json': { token: embedding.token, rows },
      ...Object.fromEntries(files),
    });
  });
});

describe.skipIf(!hasSamples)(`a word that diffusers saved for Stable Diffusion 1.5${whySkipped}`, () => {
  it.each(LAYOUTS)('keeps its numbers through %s', (layout) => {
    const file = parseSafetensors(readSampleFile('embeddings', 'learned_embeds_step_1000.safetensors'));
    const wanted = toFloat32(file.tensors.get('<african-fabric>') as WeightTensor);
    const { vectors, token } = readEmbedding(parseSafetensors(writeEmbedding(readEmbedding(file, ''), layout)), '');
    expect([token, wanted.length, vectors.length]).toEqual(['<african-fabric>', 768, 768]);
    hold({
      what: `sample embedding of Stable Diffusion 1.5: round trip (${layout})`,
      lane: 'typescript',
      measured: wanted.filter((value, i) => !Object.is(vectors[i], value)).length,
      bound: 0,
      unit: 'of 768 numbers differ',
    });
  });
});

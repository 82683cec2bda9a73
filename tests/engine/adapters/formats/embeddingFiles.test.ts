import {
  AdapterError,
  type Embedding,
  parseSafetensors,
  readEmbedding,
  requireEmbeddingFits,
  type WeightFile,
  WeightsError,
  writeEmbedding,
} from '@weft/engine';
import { encodeHalf, float32Tensor, writeSafetensors } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

const LAYOUTS = ['diffusers', 'emb_params'] as const;
const one: Embedding = { baseModel: 'tiny', token: '<kente>', width: 3, vectors: Float32Array.of(0.1, -2, 3e-39) };
const two: Embedding = { ...one, vectors: Float32Array.of(1, 2, 3, -4, 5, 6e30) };

const fileOf = (tensors: [string, number[], number[]][], metadata = {}): WeightFile =>
  parseSafetensors(
    writeSafetensors(
      tensors.map(([name, shape, values]) => float32Tensor(name, shape, Float32Array.from(values))),
      metadata,
    ),
  );

describe('writeEmbedding and readEmbedding', () => {
  it.each(LAYOUTS)('%s: one row and two come back to the last bit, with the header', (layout) => {
    for (const embedding of [one, two]) {
      const file = parseSafetensors(writeEmbedding(embedding, layout, { steps: '1000' }));
      expect(file.metadata).toMatchObject({ steps: '1000', base_model: 'tiny' });
      expect(readEmbedding(file, 'another name')).toEqual(embedding);
    }
  });

  it('names and shapes tensors as each tool expects them', () => {
    const tensors = (embedding: Embedding, layout: (typeof LAYOUTS)[number]) =>
      [...parseSafetensors(writeEmbedding(embedding, layout)).tensors.values()].map(({ name, shape }) => [name, shape]);
    expect(tensors(one, 'diffusers')).toEqual([['<kente>', [3]]]);
    expect(tensors(two, 'diffusers')).toEqual([['<kente>', [2, 3]]]);
    expect(tensors(one, 'emb_params')).toEqual([['emb_params', [1, 3]]]);
    expect(tensors(two, 'emb_params')).toEqual([['emb_params', [2, 3]]]);
  });
});

describe('readEmbedding', () => {
  it("takes the token from the tensor's name, or from the file's where that says nothing", () => {
    expect(readEmbedding(fileOf([['<a>', [1, 2], [1, 2]]]), 'b').token).toBe('<a>');
    expect(readEmbedding(fileOf([['emb_params', [1, 2], [1, 2]]]), 'b').token).toBe('b');
  });

  it("reads kohya's name of the base model, and halves", () => {
    expect(readEmbedding(fileOf([['emb_params', [2], [1, 2]]], { ss_sd_model_name: 'v1-5' }), '').baseModel).toBe(
      'v1-5',
    );
    const halves = encodeHalf(Float32Array.of(0.5, -2));
    const tensor = { name: '<h>', dtype: 'F16' as const, shape: [2], bytes: new Uint8Array(halves.buffer) };
    expect([...readEmbedding(parseSafetensors(writeSafetensors([tensor])), '').vectors]).toEqual([0.5, -2]);
  });

  it.each<[string, WeightFile, RegExp]>([
    ['no tensor', fileOf([]), /has none/],
    [
      'a LoRA',
      fileOf([
        ['a.lora_A.weight', [1, 1], [1]],
        ['a.lora_B.weight', [1, 1], [1]],
      ]),
      /this one has 2/,
    ],
    [
      'one for SDXL',
      fileOf([
        ['clip_l', [1, 1], [1]],
        ['clip_g', [1, 1], [1]],
      ]),
      /Stable Diffusion XL/,
    ],
    ['a scalar', fileOf([['<a>', [], [1]]]), /the shape \[\]/],
    ['three axes', fileOf([['<a>', [1, 1, 1], [1]]]), /\[1, 1, 1\]/],
    ['no rows', fileOf([['<a>', [0, 4], []]]), /<a> is damaged/],
    ['no width', fileOf([['<a>', [4, 0], []]]), /<a> is damaged/],
    ['NaN', fileOf([['<a>', [2], [1, Number.NaN]]]), /<a> is damaged/],
  ])('refuses %s', (_, file, message) => {
    expect(() => readEmbedding(file, 'x')).toThrow(AdapterError);
    expect(() => readEmbedding(file, 'x')).toThrow(message);
  });

  it('refuses whole numbers', () => {
    const tensor = { name: '<a>', dtype: 'I64' as const, shape: [1], bytes: new Uint8Array(8) };
    expect(() => readEmbedding(parseSafetensors(writeSafetensors([tensor])), 'x')).toThrow(WeightsError);
  });
});

it('says which model a word fits, where it is not the open one', () => {
  const word: Embedding = { ...one, width: 768, vectors: new Float32Array(768) };
  expect(() => requireEmbeddingFits(word, 768)).not.toThrow();
  expect(() => requireEmbeddingFits(word, 192)).toThrow(/768 numbers, as the text encoder of Stable Diffusion 1/);
});

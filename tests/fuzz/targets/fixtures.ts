/** Whole inputs: from the tests' fixtures, and small ones that are made here. */
import { readFileSync } from 'node:fs';
import { type LoraModule, PromptTokenizer } from '@weft/engine';
import { float32Tensor, TorchGenerator, type WeightTensor, writeSafetensors } from '@weft/engine/internal';
import type { Bytes } from '../mutators/bytes.ts';

export const fixture = (path: string): Bytes => new Uint8Array(readFileSync(`tests/fixtures/${path}`));
export const fixtureText = (path: string): string => readFileSync(`tests/fixtures/${path}`, 'utf8');
export const fixtureJson = (path: string): Record<string, unknown> => JSON.parse(fixtureText(path));

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

/** As `File`, with what a file that a person chose has. */
export const fileOf = (name: string, content: Bytes | string): File => new File([content], name);

/** Tensors of normal numbers, as a file. */
export function safetensors(
  shapes: Readonly<Record<string, readonly number[]>>,
  metadata: Record<string, string> = {},
  more: readonly WeightTensor[] = [],
): Bytes {
  const random = new TorchGenerator(7);
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const count = shape.reduce((product, side) => product * side, 1);
    return float32Tensor(name, [...shape], random.randn(count));
  });
  return writeSafetensors([...tensors, ...more], metadata) as Bytes;
}

const BLOCK = 'down_blocks.0.attentions.0.transformer_blocks.0';

/** Layers of every kind that a model has, in small. */
export const LAYERS: readonly LoraModule[] = [
  { name: `${BLOCK}.attn1.to_q`, inFeatures: 6, outFeatures: 4 },
  { name: `${BLOCK}.attn1.to_out.0`, inFeatures: 4, outFeatures: 6 },
  { name: `${BLOCK}.attn2.to_k`, inFeatures: 8, outFeatures: 4 },
  { name: `${BLOCK}.ff.net.0.proj`, inFeatures: 6, outFeatures: 12 },
  { name: 'down_blocks.0.resnets.0.conv1', inFeatures: 4, outFeatures: 6, kernel: 3 },
  { name: 'text_encoder.text_model.encoder.layers.0.self_attn.q_proj', inFeatures: 8, outFeatures: 8 },
];

/** Names that the layers' U-Net was published under. */
export const originalName = (module: string): string | null =>
  module.startsWith(BLOCK)
    ? module.replace(BLOCK, 'input_blocks.1.1.transformer_blocks.0')
    : module.replace('down_blocks.0.resnets.0.conv1', 'input_blocks.1.0.in_layers.2');

/** A tokenizer of the tiny model's kind with few words. */
export const SMALL_VOCABULARY: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ...'abcdefghijklmnopqrstuvwxyz!,.0123456789<>|'.split(''),
    ...[...'abcdefghijklmnopqrstuvwxyz!,.0123456789<>|'].map((letter) => `${letter}</w>`),
    'th',
    'the</w>',
    'cl',
    'clo',
    'clot',
    'cloth</w>',
    '<|startoftext|>',
    '<|endoftext|>',
  ].map((token, id) => [token, id]),
);
export const SMALL_MERGES: readonly string[] = ['t h', 'th e</w>', 'c l', 'cl o', 'clo t', 'clot h</w>'];

export const TOKENIZER_CONFIG = {
  tokenizer_class: 'CLIPTokenizer',
  model_max_length: 77,
  bos_token: '<|startoftext|>',
  eos_token: '<|endoftext|>',
  unk_token: '<|endoftext|>',
  pad_token: { __type: 'AddedToken', content: '!', normalized: false, lstrip: false, single_word: false },
  added_tokens_decoder: {
    '94': { content: '<|startoftext|>', normalized: true, special: true },
    '95': { content: '<|endoftext|>', normalized: false, special: true },
  },
};

let tokenizer: PromptTokenizer | null = null;

/** The tiny model's. */
export function tinyTokenizer(): PromptTokenizer {
  tokenizer ??= PromptTokenizer.fromFiles(
    fixtureJson('tiny/tokenizer/tokenizer.json'),
    fixtureJson('tiny/tokenizer/tokenizer_config.json'),
  );
  return tokenizer;
}

/** Does something while a global of the browser is what it is played to be; then it is what it was. */
export async function played<T>(name: string, value: unknown, use: () => T | Promise<T>): Promise<T> {
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value, configurable: true });
  try {
    return await use();
  } finally {
    if (own) Object.defineProperty(globalThis, name, own);
    else Reflect.deleteProperty(globalThis, name);
  }
}

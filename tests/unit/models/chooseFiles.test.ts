/** Which files of a folder come, and what is said of one that lacks something. */

import { describe, expect, it } from 'vitest';
import { StudioError } from '../../../src/contract/errors.ts';
import { chooseFiles } from '../../../workers/models/chooseFiles.ts';

/** A repository as Stable Diffusion 1.5's is laid out. */
const PUBLISHED = [
  'README.md',
  'model_index.json',
  'v1-5-pruned-emaonly.safetensors',
  'feature_extractor/preprocessor_config.json',
  'safety_checker/config.json',
  'safety_checker/model.fp16.safetensors',
  'scheduler/scheduler_config.json',
  'text_encoder/config.json',
  'text_encoder/model.fp16.safetensors',
  'text_encoder/model.safetensors',
  'text_encoder/pytorch_model.bin',
  'tokenizer/merges.txt',
  'tokenizer/special_tokens_map.json',
  'tokenizer/tokenizer_config.json',
  'tokenizer/vocab.json',
  'unet/config.json',
  'unet/diffusion_pytorch_model.fp16.safetensors',
  'unet/diffusion_pytorch_model.non_ema.safetensors',
  'unet/diffusion_pytorch_model.safetensors',
  'vae/config.json',
  'vae/diffusion_pytorch_model.safetensors',
];
const without = (...paths: string[]) =>
  new Set(PUBLISHED.filter((path) => !paths.some((gone) => path.startsWith(gone))));

function errorOf(paths: ReadonlySet<string>): string {
  try {
    chooseFiles(paths);
  } catch (error) {
    if (error instanceof StudioError) return error.info.message;
  }
  return '';
}

describe('the files that are needed', () => {
  it('are the nets in half precision where there is such, the tokenizer and the scheduler', () => {
    expect(chooseFiles(new Set(PUBLISHED)).sort()).toEqual([
      'model_index.json',
      'scheduler/scheduler_config.json',
      'text_encoder/config.json',
      'text_encoder/model.fp16.safetensors',
      'tokenizer/merges.txt',
      'tokenizer/special_tokens_map.json',
      'tokenizer/tokenizer_config.json',
      'tokenizer/vocab.json',
      'unet/config.json',
      'unet/diffusion_pytorch_model.fp16.safetensors',
      'vae/config.json',
      'vae/diffusion_pytorch_model.safetensors',
    ]);
  });

  it('are the index and the files that a net is split into, in half precision where there is such', () => {
    const shards = (variant: string) =>
      [1, 2].map((n) => `unet/diffusion_pytorch_model${variant}-0000${n}-of-00002.safetensors`);
    const index = 'unet/diffusion_pytorch_model.safetensors.index';
    const split = new Set([
      ...without('unet/diffusion_pytorch_model'),
      `${index}.json`,
      `${index}.fp16.json`,
      ...shards(''),
      ...shards('.fp16'),
    ]);
    const chosen = chooseFiles(split).filter((path) => path.startsWith('unet/'));
    expect(chosen).toEqual(['unet/config.json', `${index}.fp16.json`, ...shards('.fp16')]);
  });

  it.each([
    [['unet/'], 'lacks a U-Net (a folder “unet”)'],
    [['vae/config.json'], 'lacks vae/config.json'],
    [['text_encoder/model', 'text_encoder/pytorch_model'], 'lacks the weights of its text encoder'],
    [['tokenizer/merges.txt'], 'lacks a tokenizer'],
    [['scheduler/'], 'lacks scheduler/scheduler_config.json'],
  ])('are named where they are missing: %j', (gone, words) => {
    expect(errorOf(without(...gone))).toContain(words);
  });

  it('are not opened in a format that can run code', () => {
    const paths = without('unet/diffusion_pytorch_model');
    paths.add('unet/diffusion_pytorch_model.bin');
    expect(errorOf(paths)).toContain('can run code (.bin)');
  });
});

/** Numbers of configs, schedulers and tokenizers that make no sense: refused with what is wrong, and quickly. */
import { readFileSync } from 'node:fs';
import { ArchitectureError, DiffusionError, PromptTokenizer, TokenizerError } from '@weft/engine';
import { NoiseSchedule, parseConfig, TextEncoderConfig, UNetConfig, VaeConfig } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8'));
const hostile = (file: string) => read(`hostile/${file}.json`);
const unet = read('tiny/unet/config.json');
const vae = read('tiny/vae/config.json');
const text = read('tiny/text_encoder/config.json');

function refusal(attempt: () => unknown, kind: abstract new (...parts: never[]) => Error): string {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
    return String(error);
  }
  return 'taken';
}

describe('a config', () => {
  const ofUNet = (config: unknown) => refusal(() => parseConfig(UNetConfig, config, 'unet'), ArchitectureError);
  const ofVae = (config: unknown) => refusal(() => parseConfig(VaeConfig, config, 'vae'), ArchitectureError);
  const ofText = (config: unknown) => refusal(() => parseConfig(TextEncoderConfig, config, 'text'), ArchitectureError);

  it('of the field is refused where heads don’t divide channels, or layers have no bounds', () => {
    expect(ofUNet(hostile('configs-17')['unet/config.json'])).toMatch(/64 channels can’t be shared out among 7 heads/);
    expect(ofVae(hostile('configs-68')['vae/config.json'])).toMatch(/layers_per_block \(2147483647\).*<=64/);
    // As in a folder whose autoencoder was said to have 49,408 layers, and 16 among its kinds of block.
    expect(ofVae({ ...vae, layers_per_block: 49_408 })).toMatch(/layers_per_block \(49408\).*<=64/);
    expect(ofVae({ ...vae, up_block_types: ['UpDecoderBlock2D', 16] })).toMatch(/up_block_types\.1 \(16\)/);
  });

  it.each([
    ['channels', { block_out_channels: [32, 1e6] }, /block_out_channels\.1 \(1000000\).*<=16384/],
    ['groups', { norm_num_groups: 7 }, /channels can’t be shared out among 7 groups/],
    ['levels', { up_block_types: ['UpBlock2D'] }, /up_block_types.*1 entries for \d levels/],
    ['many levels', { block_out_channels: new Array(9).fill(32) }, /<=8/],
    ['sides', { sample_size: 1e9 }, /sample_size \(1000000000\).*<=1024/],
    ['half a layer', { layers_per_block: 1.5 }, /layers_per_block \(1\.5\)/],
    ['no number', { norm_eps: Number.NaN }, /norm_eps/],
    ['a number without end', { cross_attention_dim: Number.POSITIVE_INFINITY }, /cross_attention_dim/],
  ])('of a U-Net has bounds: %s', (_, change, words) => {
    expect(ofUNet({ ...unet, ...change })).toMatch(words);
  });

  it.each([
    [{ vocab_size: 2e9 }, /vocab_size \(2000000000\).*<=1000000/],
    [{ max_position_embeddings: 1e6 }, /max_position_embeddings \(1000000\).*<=1024/],
    [{ num_hidden_layers: 1000 }, /num_hidden_layers \(1000\).*<=64/],
  ])('of a text encoder has bounds: %j', (change, words) => {
    expect(ofText({ ...text, ...change })).toMatch(words);
  });

  it('asks nothing of the heads of a level without attention', () => {
    const config = parseConfig(
      UNetConfig,
      {
        ...unet,
        block_out_channels: [32, 64, 96],
        down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
        up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'UpBlock2D'],
        attention_head_dim: [7, 8, 8],
      },
      'unet',
    );
    expect(config.attention_head_dim).toEqual([7, 8, 8]);
  });
});

describe('a scheduler', () => {
  const published = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };
  const of = (config: unknown) => refusal(() => new NoiseSchedule(config), DiffusionError);

  it('is refused where its betas make no sense', () => {
    expect(of(hostile('scheduler-66'))).toMatch(/beta_start: it is more than beta_end/);
    expect(of({ ...published, beta_start: 0.5, beta_end: 0.9 })).toMatch(
      /nothing of the picture is left from timestep/,
    );
    expect(of({ ...published, num_train_timesteps: 1e9 })).toMatch(/num_train_timesteps.*<=100000/);
    expect(of({ ...published, num_train_timesteps: 100_000 })).toMatch(/nothing of the picture is left/);
    expect(of({ ...published, steps_offset: 1000 })).toMatch(/steps_offset: it leads beyond/);
    expect(of({ ...published, original_inference_steps: 1e7 })).toMatch(/original_inference_steps/);
  });

  it.each([
    published,
    {},
    { ...published, rescale_betas_zero_snr: true, prediction_type: 'v_prediction' },
    { beta_schedule: 'squaredcos_cap_v2' },
  ])('of those in use is taken: %j', (config) => {
    expect(of(config)).toBe('taken');
  });
});

describe('a tokenizer', () => {
  const config = read('tiny/tokenizer/tokenizer_config.json');
  const json = read('tiny/tokenizer/tokenizer.json');
  const of = (change: object) =>
    refusal(() => PromptTokenizer.fromFiles({ ...json, model: { ...json.model, ...change } }, config), TokenizerError);
  const { vocab, merges } = json.model;

  it('of the field, with an empty word, is refused in a sentence', () => {
    expect(of({ vocab: { ...vocab, '': null } })).toMatch(/vocab/);
    expect(of({ vocab: { ...vocab, '': 1296 } })).toMatch(/the id 1296 is an empty token's/);
  });

  it('is refused where its vocabulary or its merges make no sense', () => {
    expect(of({ vocab: { ...vocab, much: 4e9 } })).toMatch(/model\.vocab/);
    expect(of({ vocab: { ...vocab, twice: 7 } })).toMatch(/“(.+)” and “twice” have the same id 7/);
    expect(of({ merges: [...merges, 'nobody knows'] })).toMatch(/“nobody knows” is no pair/);
    expect(of({ merges: 7 })).toMatch(/merges/);
    expect(of({ end_of_word_suffix: null })).toMatch(/end_of_word_suffix/);
  });

  it('never runs the patterns of its file', () => {
    const pattern = { Regex: String.raw`(\p{L}+)+\p{N}\p{N}` };
    const evil = { type: 'Split', pattern, behavior: 'Removed', invert: true };
    const tokenizer = PromptTokenizer.fromFiles({ ...json, pre_tokenizer: evil, normalizer: null }, config);
    const usual = PromptTokenizer.fromFiles(json, config);
    const prompt = 'a'.repeat(60);
    expect(tokenizer.encode(prompt)).toEqual(usual.encode(prompt));
  });
});

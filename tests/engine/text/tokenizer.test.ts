import { readFileSync } from 'node:fs';
import { PromptTokenizer, TokenizerError } from '@weft/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const fixture = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/tiny/${path}`, import.meta.url), 'utf8'));
const text = (path: string) => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');
const tokenizerJson = fixture('tokenizer/tokenizer.json');
const config = fixture('tokenizer/tokenizer_config.json') as Record<string, unknown>;
const tokenizer = PromptTokenizer.fromFiles(tokenizerJson, config);
const END = tokenizer.encode('').ids[1] as number;

/** A prompt of `count` words that are one token each, as "fabric" is in this vocabulary. */
const words = (count: number) => Array.from({ length: count }, () => 'fabric').join(' ');

describe('PromptTokenizer', () => {
  it('pads with the pad token where it is another than the end token', () => {
    const padded = PromptTokenizer.fromFiles(tokenizerJson, { ...config, pad_token: '!', model_max_length: 9 });
    const { ids, tokens } = padded.encode('a fabric pattern');
    expect([tokens, ids.length]).toEqual([5, 9]);
    // The vocabulary's first entry, as in Stable Diffusion 2.
    expect(ids.slice(5)).toEqual([0, 0, 0, 0]);
  });

  it('takes token names in the form that older checkpoints have', () => {
    const eos = { __type: 'AddedToken', content: '<|endoftext|>', lstrip: false, normalized: true };
    const older = PromptTokenizer.fromFiles(tokenizerJson, { ...config, eos_token: eos });
    expect(older.encode('a fabric')).toEqual(tokenizer.encode('a fabric'));
  });
});

describe('a prompt that is too long', () => {
  it('is full at 77 tokens, and says what is cut beyond', () => {
    expect(tokenizer.encode(words(75))).toMatchObject({ tokens: 77, cutText: '' });
    const { ids, tokens, cutText } = tokenizer.encode(`${words(75)}, Red  Birds!`);
    expect([tokens, cutText, ids.at(-1)]).toEqual([77, ', Red  Birds!', END]);
  });

  it('counts a word that fits in part as cut', () => {
    const long = 'Supercalifragilistic';
    expect(tokenizer.encode(long).tokens).toBeGreaterThan(4);
    expect(tokenizer.encode(`${words(74)} ${long} bird`).cutText).toBe(`${long} bird`);
  });

  it('finds the place in a text without spaces, never inside a letter', () => {
    const text = '布'.repeat(60);
    const { cutText } = tokenizer.encode(text);
    expect(cutText.length).toBeGreaterThan(20);
    expect(cutText.length).toBeLessThan(60);
    const emoji = '🧵'.repeat(60);
    expect(emoji.endsWith(tokenizer.encode(emoji).cutText)).toBe(true);
    expect(tokenizer.encode(emoji).cutText).toMatch(/^(🧵)+$/u);
  });

  it('is split into what is read and what is cut, for any text', () => {
    const piece = fc.oneof(
      fc.constantFrom('fabric', 'Red,', "it's", '42', '  ', '\n'),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 150 }), (pieces) => {
        const prompt = pieces.join(' ');
        const { tokens, ids, cutText } = tokenizer.encode(prompt);
        expect(ids).toHaveLength(77);
        expect(tokens).toBeLessThanOrEqual(77);
        expect(prompt.endsWith(cutText)).toBe(true);
        const read = prompt.slice(0, prompt.length - cutText.length);
        expect(tokenizer.encode(read).cutText).toBe('');
        if (cutText !== '') expect(tokens).toBe(77);
      }),
      { numRuns: 60 },
    );
  });
});

describe('vocab.json and merges.txt', () => {
  const files = (folder: string) =>
    ['vocab.json', 'tokenizer_config.json', 'special_tokens_map.json'].map(
      (file) => JSON.parse(text(`${folder}/tokenizer/${file}`)) as Record<string, unknown>,
    ) as [Record<string, number>, Record<string, unknown>, Record<string, unknown>];
  const [vocabulary, published, map] = files('reduced-sd2');
  const merges = text('reduced-sd2/tokenizer/merges.txt');

  it('pad as the map of special tokens says, over the config', () => {
    const other = PromptTokenizer.fromVocabulary(vocabulary, merges, published, map);
    const { ids } = other.encode('a fabric');
    expect(ids).toEqual([...tokenizer.encode('a fabric').ids.slice(0, 4), ...new Array(73).fill(0)]);
    const own = PromptTokenizer.fromVocabulary(vocabulary, merges, published);
    expect(own.encode('a fabric')).toEqual(tokenizer.encode('a fabric'));
  });

  it('make a token that pads stand for itself', () => {
    const other = PromptTokenizer.fromVocabulary(vocabulary, merges, published, map);
    expect(other.idsOf('wow!!')).toEqual([...other.idsOf('wow'), 0, 0]);
    expect(tokenizer.idsOf('wow!!')).toEqual([...tokenizer.idsOf('wow'), ...tokenizer.idsOf('!!')]);
    expect(tokenizer.idsOf('!')).not.toEqual([0]);
  });

  it('take how tokens are matched from added_tokens_decoder, where a config has one', () => {
    const token = (content: string, normalized: boolean) => ({ content, normalized, special: true });
    const added_tokens_decoder = {
      [END - 1]: token('<|startoftext|>', true),
      [END]: token('<|endoftext|>', false),
    };
    const other = PromptTokenizer.fromVocabulary(vocabulary, merges, { ...published, added_tokens_decoder }, map);
    expect(other.idsOf('<|StartOfText|>')).toEqual([END - 1]);
    expect(other.idsOf('<|EndOfText|>')).not.toEqual([END]);
    // Such a config is whole: the map beside it is older.
    expect(other.encode('').ids.at(-1)).toBe(END);
  });

  it.each<[string, unknown, string]>([
    ['a vocabulary that is a list', ['a', 'b'], merges],
    ['a vocabulary without the tokens of start and end', { a: 0, b: 1 }, 'a b'],
    ['merges that are no pairs', vocabulary, '#version: 0.2\na b c'],
    ['merges of pieces that the vocabulary lacks', vocabulary, 'q 布'],
  ])('are refused: %s', (_, content, lines) => {
    expect(() => PromptTokenizer.fromVocabulary(content, lines, published)).toThrow(TokenizerError);
  });
});

describe('tokenizer files', () => {
  it.each<[string, unknown, unknown]>([
    ['no object', null, config],
    ['another kind of model', { model: { type: 'Unigram', vocab: {} } }, config],
    ['no vocabulary', { model: { type: 'BPE' } }, config],
    ['a vocabulary and nothing else', { model: { type: 'BPE', vocab: { a: 0 } } }, config],
    ['no length', tokenizerJson, { ...config, model_max_length: undefined }],
    ['a length without limit', tokenizerJson, { ...config, model_max_length: 1e30 }],
    ['an end token that is not in the vocabulary', tokenizerJson, { ...config, eos_token: '<|fin|>' }],
  ])('with %s are refused', (_, json, tokenizerConfig) => {
    expect(() => PromptTokenizer.fromFiles(json, tokenizerConfig)).toThrow(TokenizerError);
  });
});

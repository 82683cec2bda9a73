import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PromptTokenizer } from '../../../workers/engine/text/tokenizer.ts';
import { TokenizerError } from '../../../workers/engine/text/tokenizerError.ts';

const fixture = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/tiny/${path}`, import.meta.url), 'utf8'));
const tokenizerJson = fixture('tokenizer/tokenizer.json');
const config = fixture('tokenizer/tokenizer_config.json') as Record<string, unknown>;
const { tokenizer: expected } = fixture('expected.json') as { tokenizer: { text: string; ids: number[] }[] };
const tokenizer = PromptTokenizer.fromFiles(tokenizerJson, config);
const END = expected[0]?.ids.at(-1) as number;

/** A prompt of `count` words that are one token each, as "fabric" is in this vocabulary. */
const words = (count: number) => Array.from({ length: count }, () => 'fabric').join(' ');

describe('PromptTokenizer', () => {
  it.each(expected)("gives the ids of Python's CLIPTokenizer: $text", ({ text, ids }) => {
    const encoded = tokenizer.encode(text);
    expect(encoded.ids.slice(0, encoded.tokens)).toEqual(ids);
    expect(encoded.ids).toHaveLength(tokenizer.maxTokens);
    expect(encoded.ids.slice(encoded.tokens).every((id) => id === END)).toBe(true);
  });

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

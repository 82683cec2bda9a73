import { readFileSync } from 'node:fs';
import { PlaceholderError, PromptTokenizer } from '@weft/engine';
import { splitAtPlaceholders } from '@weft/engine/internal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const fixture = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/tiny/tokenizer/${path}`, import.meta.url), 'utf8'));
const tokenizer = PromptTokenizer.fromFiles(fixture('tokenizer.json'), fixture('tokenizer_config.json'));
const [fabric, kente] = [
  { token: '<fabric>', vectors: 2 },
  { token: '<kente>', vectors: 1 },
];
const PLACEHOLDERS = [fabric, kente];

describe('splitAtPlaceholders', () => {
  it('puts every stretch in its order, whatever the case and the signs around', () => {
    expect(splitAtPlaceholders('a <Fabric>,<kente>x', PLACEHOLDERS)).toEqual([
      { text: 'a ', index: 0, placeholder: null },
      { text: '<Fabric>', index: 2, placeholder: fabric },
      { text: ',', index: 10, placeholder: null },
      { text: '<kente>', index: 11, placeholder: kente },
      { text: 'x', index: 18, placeholder: null },
    ]);
  });

  it('means the longer of two that begin alike, and takes signs as they are', () => {
    const [short, long] = [
      { token: 'a.b', vectors: 1 },
      { token: 'a.b+', vectors: 1 },
    ];
    const tokens = splitAtPlaceholders('a.b+ a.b axb', [short, long]).map(({ placeholder }) => placeholder?.token);
    expect(tokens).toEqual(['a.b+', undefined, 'a.b', undefined]);
  });

  it('loses nothing of any prompt', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('<fabric>', '<FABRIC', '<kente>', ' red', 'İ', '🧵')), (pieces) => {
        const prompt = pieces.join('');
        const parts = splitAtPlaceholders(prompt, PLACEHOLDERS);
        expect(parts.map(({ text }) => text).join('')).toBe(prompt);
        for (const { text, index } of parts) expect(prompt.slice(index, index + text.length)).toBe(text);
      }),
    );
  });
});

describe('a prompt with placeholders', () => {
  const plain = (prompt: string) => tokenizer.encode(prompt).ids;

  it('keeps the ids of the text around, and says which row stands where', () => {
    const { ids, placed, tokens } = tokenizer.encode('a <kente> dress of <fabric>', PLACEHOLDERS);
    const padding = ids.at(-1) as number;
    const [start, a, dress, of, end] = plain('a dress of') as [number, number, number, number, number];
    expect(ids.slice(0, tokens)).toEqual([start, a, padding, dress, of, padding, padding, end]);
    // The first placeholder's rows come first, whatever the order in the prompt.
    expect(placed).toEqual([
      { position: 2, row: 2 },
      { position: 5, row: 0 },
      { position: 6, row: 1 },
    ]);
  });

  it('is as ever where no placeholder is mentioned', () => {
    expect(tokenizer.encode('a red dress', PLACEHOLDERS)).toEqual(tokenizer.encode('a red dress'));
    expect(tokenizer.encode('a red dress').placed).toEqual([]);
  });

  it('counts every vector, and never calls a part of a placeholder cut', () => {
    const words = (count: number) => Array.from({ length: count }, () => 'fabric').join(' ');
    expect(tokenizer.encode(`${words(73)} <fabric>`, PLACEHOLDERS)).toMatchObject({ tokens: 77, cutText: '' });
    const over = tokenizer.encode(`${words(74)} <fabric> red`, PLACEHOLDERS);
    expect(over).toMatchObject({ tokens: 77, cutText: '<fabric> red', placed: [{ position: 75, row: 0 }] });
  });
});

describe('requirePlaceholder', () => {
  it('takes a word that takes several tokens', () => {
    expect(() => tokenizer.requirePlaceholder('<african-fabric>')).not.toThrow();
  });

  it.each([
    ['', /is empty/],
    ['my fabric', /has a gap/],
    ['pattern', /“pattern” is already a token/],
    ['Pattern', /is already a token/],
    ['<|endoftext|>', /is already a token/],
  ])('refuses “%s”', (token, message) => {
    expect(() => tokenizer.requirePlaceholder(token)).toThrow(PlaceholderError);
    expect(() => tokenizer.requirePlaceholder(token)).toThrow(message);
  });
});

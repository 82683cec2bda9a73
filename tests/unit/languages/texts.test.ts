/** What the page says: all of it is drawn from the catalogues, and each text is said as Lingui itself would say it. */
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { roomOf, sourceTexts } from '../../../scripts/texts/sourceTexts.mjs';
import { compileText } from '../../../src/kit/language/compileText.ts';
import { placesOf } from './placesOf.ts';

const { texts, loose } = sourceTexts();

describe('the source', () => {
  it('says nothing to people that is in no catalogue', () => {
    expect(loose).toEqual([]);
  });

  it('has texts in every room', () => {
    expect(new Set(texts.map(({ file }) => roomOf(file))).size).toBeGreaterThan(14);
    expect(texts.length).toBeGreaterThan(1500);
  });

  it('gives each text the values that it has places for', () => {
    const wrong = texts
      .filter(({ given }) => given !== null)
      .filter(
        ({ text, given }) => JSON.stringify([...placesOf(text)].sort()) !== JSON.stringify([...new Set(given)].sort()),
      )
      .map(({ text, file, line, given }) => `${file}:${line} ${text} ← ${given}`);
    expect(wrong).toEqual([]);
  });
});

describe('a text', () => {
  it.each([
    'plain',
    'it’s {name}',
    "'{}' stands for itself",
    "don't, and '' is one",
    '{n, plural, one {# picture} other {# pictures}} of {total}',
    '{n, plural, =0 {none} one {one {what}} other {{n} others}}',
    '{kind, select, gif {A GIF} other {A video}}',
  ])('is read as Lingui reads it: %s', (text) => {
    expect(plainly(compileText(text))).toEqual(plainly(compileMessageOrThrow(text)));
  });

  it('of the source is read as Lingui reads it', () => {
    for (const text of new Set(texts.map((one) => one.text))) {
      expect(plainly(compileText(text)), text).toEqual(plainly(compileMessageOrThrow(text)));
    }
  });
});

/** Without the offset of plurals, which no text has, and with neighbouring words joined. */
function plainly(tokens: unknown): unknown {
  if (!Array.isArray(tokens)) return tokens;
  const joined: unknown[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (typeof token === 'string' && token !== '#' && typeof last === 'string' && last !== '#')
      joined[joined.length - 1] = last + token;
    else if (Array.isArray(token)) joined.push(token.map((part) => (isCases(part) ? casesOf(part) : part)));
    else joined.push(token);
  }
  return joined;
}

const isCases = (part: unknown): part is Record<string, unknown> => typeof part === 'object' && part !== null;
const casesOf = (cases: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(cases)
      .filter(([name]) => name !== 'offset')
      .map(([name, tokens]) => [name, plainly(tokens)]),
  );

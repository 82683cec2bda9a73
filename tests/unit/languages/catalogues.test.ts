/** The catalogues: every text of the source is translated, with the same places, and nothing else is in them. */
import { readFileSync } from 'node:fs';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { catalogueFiles } from '../../../scripts/texts/catalogues.mjs';
import { roomOf, sourceTexts } from '../../../scripts/texts/sourceTexts.mjs';
import { LANGUAGES } from '../../../src/kit/language/current.ts';
import { placesOf } from './placesOf.ts';

const { texts } = sourceTexts();
const said = new Set(texts.map(({ text }) => text));
const catalogues = Object.entries(catalogueFiles()).map(([language, files]) => {
  const rooms = Object.entries(files).map(
    ([room, file]) => [room, JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>] as const,
  );
  return { language, rooms, entries: rooms.flatMap(([, entries]) => Object.entries(entries)) };
});

it('there is one for every language but the source\u2019s', () => {
  expect(catalogues.map(({ language }) => language)).toEqual(Object.keys(LANGUAGES).filter((one) => one !== 'en'));
});

describe.each(catalogues)('the catalogue of $language', ({ rooms, entries }) => {
  const keys = entries.map(([text]) => text);

  it('has a translation of every text', () => {
    const translated = new Set(entries.filter(([, translation]) => translation.trim() !== '').map(([text]) => text));
    expect([...said].filter((text) => !translated.has(text))).toEqual([]);
  });

  it('has each text once, and none that nobody says', () => {
    expect(keys.filter((text, index) => keys.indexOf(text) !== index)).toEqual([]);
    expect(keys.filter((text) => !said.has(text))).toEqual([]);
  });

  it('has each text in a room that says it', () => {
    for (const [room, own] of rooms) {
      const there = new Set(texts.filter(({ file }) => roomOf(file) === room).map(({ text }) => text));
      expect(Object.keys(own).filter((text) => !there.has(text))).toEqual([]);
    }
  });

  it.each(entries)('keeps the places, tags and gaps: %s', (text, translation) => {
    expect(() => compileMessageOrThrow(translation)).not.toThrow();
    expect(placesOf(translation)).toEqual(placesOf(text));
    expect(tagsOf(translation)).toEqual(tagsOf(text));
    expect(/\s$/.test(translation)).toBe(/\s$/.test(text));
  });

  it('says next to nothing in the words of the source', () => {
    // Names and terms of the field are the same; whole sentences are not.
    const same = entries.filter(([text, translation]) => text === translation && / \p{Ll}+ \p{Ll}+ /u.test(text));
    expect(same).toEqual([]);
  });
});

const tagsOf = (text: string) => [...text.matchAll(/<(\w+)>.*?<\/\1>/g)].map(([, tag]) => tag).sort();

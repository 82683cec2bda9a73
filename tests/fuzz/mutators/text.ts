/** Changes texts: characters that are more than they look, brackets within brackets, numbers, pieces twice and long runs. */
import type { Random } from '../run/random.ts';
import { NUMBER_TEXTS, TEXTS } from './interesting.ts';

/** Code units that a text made here has at most. */
const LONGEST = 200_000;

const BRACKETS = ['()', '[]', '{}', '<>', '""', '(?:)', '(a)*', '(a|a)*', '[a-', '(?=)', '{}{', '<!---->'] as const;

function stretch(random: Random, text: string, most = text.length): [from: number, to: number] {
  const from = random.below(text.length);
  return [from, Math.min(text.length, from + 1 + random.size(most))];
}

type Change = (random: Random, text: string, others: readonly string[], words: readonly string[]) => string;

const put = (text: string, from: number, to: number, piece: string) => text.slice(0, from) + piece + text.slice(to);

const CHANGES: readonly Change[] = [
  function insertWord(random, text, _others, words) {
    const at = random.below(text.length + 1);
    return put(text, at, at, random.pick(random.chance(0.5) && words.length > 0 ? words : TEXTS));
  },
  function insertCharacter(random, text) {
    const at = random.below(text.length + 1);
    const code = random.chance(0.4)
      ? random.below(0x80)
      : random.chance(0.5)
        ? random.below(0x10000)
        : random.below(0x110000);
    return put(text, at, at, String.fromCodePoint(code));
  },
  function replaceCharacter(random, text) {
    const at = random.below(text.length);
    return put(text, at, at + 1, String.fromCharCode(random.chance(0.6) ? random.below(0x80) : random.below(0x10000)));
  },
  function cutOut(random, text) {
    const [from, to] = stretch(random, text);
    return put(text, from, to, '');
  },
  function truncate(random, text) {
    return text.slice(0, random.below(text.length + 1));
  },
  function twice(random, text) {
    const [from, to] = stretch(random, text);
    const at = random.below(text.length + 1);
    return put(text, at, at, text.slice(from, to));
  },
  function manyTimes(random, text) {
    const [from, to] = stretch(random, text, 16);
    return put(text, from, to, text.slice(from, to).repeat(1 + Math.floor(random.size(20_000) / (to - from))));
  },
  function within(random, text) {
    const pair = random.pick(BRACKETS);
    const [from, to] = stretch(random, text);
    const half = Math.ceil(pair.length / 2);
    const depth = 1 + random.size(5000);
    return put(
      text,
      from,
      to,
      pair.slice(0, half).repeat(depth) + text.slice(from, to) + pair.slice(half).repeat(depth),
    );
  },
  function number(random, text) {
    const found = [...text.matchAll(/\d+(?:\.\d+)?/g)];
    if (found.length === 0) return text + random.pick(NUMBER_TEXTS);
    const { index, 0: digits } = random.pick(found);
    return put(text, index, index + digits.length, random.pick(NUMBER_TEXTS));
  },
  function fromAnother(random, text, others) {
    const other = random.pick(others);
    const [from, to] = stretch(random, other);
    const [at, end] = stretch(random, text);
    return put(text, at, random.chance(0.5) ? at : end, other.slice(from, to));
  },
  function otherCase(random, text) {
    return random.chance(0.5) ? text.toUpperCase() : text.toLowerCase();
  },
];

/** The text with a few changes. @param words that mean something to the parser */
export function mutateText(
  random: Random,
  text: string,
  others: readonly string[],
  words: readonly string[] = [],
  times = random.few(),
): string {
  let changed = text;
  for (let time = 0; time < times; time++) {
    if (changed === '') changed = random.pick(TEXTS) || 'x';
    changed = random.pick(CHANGES)(random, changed, others, words).slice(0, LONGEST);
  }
  return changed;
}

/**
 * Changes JSON by its structure, so that what comes out is JSON still, mostly: keys that go, come twice or are an object's
 * own, values of other kinds, lists that are long or empty, what lies deep. Written as Python may write it.
 */
import type { Random } from '../run/random.ts';
import { KEYS, NUMBER_TEXTS, TEXTS } from './interesting.ts';
import { mutateText } from './text.ts';

/** A value whose keys may come twice. `raw` is written as it is. */
export type Tree = string | boolean | null | { raw: string } | Tree[] | { entries: [key: string, value: Tree][] };

/** Nodes of one value at most. */
const MOST_NODES = 20_000;

export function treeOf(value: unknown): Tree {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return { raw: String(value) };
  if (Array.isArray(value)) return value.map(treeOf);
  if (typeof value !== 'object') return null;
  return { entries: Object.entries(value).map(([key, inner]) => [key, treeOf(inner)]) };
}

export function textOf(tree: Tree): string {
  if (typeof tree === 'string' || typeof tree === 'boolean' || tree === null) return JSON.stringify(tree);
  if (Array.isArray(tree)) return `[${tree.map(textOf).join(',')}]`;
  if ('raw' in tree) return tree.raw;
  return `{${tree.entries.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
}

/** A place in a tree: the list or table around it, and which of its values it is; null for the whole. */
interface Place {
  around: Tree[] | { entries: [string, Tree][] } | null;
  at: number;
}

const isTable = (tree: Tree): tree is { entries: [string, Tree][] } =>
  typeof tree === 'object' && tree !== null && 'entries' in tree && !Array.isArray(tree);

function placesOf(tree: Tree): Place[] {
  const places: Place[] = [{ around: null, at: 0 }];
  const walk = (inner: Tree) => {
    if (places.length > MOST_NODES) return;
    if (Array.isArray(inner)) {
      for (const [at, value] of inner.entries()) {
        places.push({ around: inner, at });
        walk(value);
      }
    } else if (isTable(inner)) {
      for (const [at, [, value]] of inner.entries.entries()) {
        places.push({ around: inner, at });
        walk(value);
      }
    }
  };
  walk(tree);
  return places;
}

const valueAt = (tree: Tree, { around, at }: Place): Tree =>
  around === null ? tree : Array.isArray(around) ? (around[at] as Tree) : (around.entries[at]?.[1] as Tree);

function withValue(tree: Tree, { around, at }: Place, value: Tree): Tree {
  if (around === null) return value;
  if (Array.isArray(around)) around[at] = value;
  else (around.entries[at] as [string, Tree])[1] = value;
  return tree;
}

function deep(random: Random, inside: Tree): Tree {
  const depth = random.pick([10, 33, 100, 1000, 10_000, 50_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"entries":', '}]'],
  ] as const);
  return { raw: open.repeat(depth) + textOf(inside).slice(0, 1000) + close.repeat(depth) };
}

/** A value of any kind, small or large. */
export function anyValue(random: Random): Tree {
  switch (random.below(12)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
    case 3:
    case 4:
      return { raw: random.pick(NUMBER_TEXTS) };
    case 5:
      return { raw: random.pick(['NaN', 'Infinity', '-Infinity']) };
    case 6:
    case 7:
      return random.pick(TEXTS);
    case 8:
      return 'x'.repeat(random.size(100_000));
    case 9:
      return random.chance(0.5) ? [] : Array.from({ length: random.size(3000) }, () => ({ raw: '1' }));
    case 10:
      return { entries: Array.from({ length: random.size(6) }, () => [random.pick(KEYS), random.pick(TEXTS)]) };
    default:
      return deep(random, null);
  }
}

type Change = (random: Random, tree: Tree, others: readonly Tree[], words: readonly string[]) => Tree;

const tablesIn = (tree: Tree) =>
  placesOf(tree)
    .map((place) => valueAt(tree, place))
    .filter(isTable);

const CHANGES: readonly Change[] = [
  function anotherValue(random, tree) {
    return withValue(tree, random.pick(placesOf(tree)), anyValue(random));
  },
  function anotherNumber(random, tree) {
    const numbers = placesOf(tree).filter((place) => {
      const value = valueAt(tree, place);
      return typeof value === 'object' && value !== null && 'raw' in value;
    });
    if (numbers.length === 0) return tree;
    const place = random.pick(numbers);
    const old = Number((valueAt(tree, place) as { raw: string }).raw);
    const near = [old + 1, old - 1, 2 * old, -old, old / 3, old * 1e6].map(String);
    return withValue(tree, place, { raw: random.pick(random.chance(0.5) ? near : NUMBER_TEXTS) });
  },
  function anotherText(random, tree, _others, words) {
    const texts = placesOf(tree).filter((place) => typeof valueAt(tree, place) === 'string');
    if (texts.length === 0) return tree;
    const place = random.pick(texts);
    const old = valueAt(tree, place) as string;
    const known = random.chance(0.4) && words.length > 0;
    return withValue(tree, place, known ? random.pick(words) : mutateText(random, old, [old, ...TEXTS], words));
  },
  function noKey(random, tree) {
    const tables = tablesIn(tree).filter(({ entries }) => entries.length > 0);
    if (tables.length > 0) {
      const { entries } = random.pick(tables);
      entries.splice(random.below(entries.length), 1);
    }
    return tree;
  },
  function anotherKey(random, tree, _others, words) {
    const tables = tablesIn(tree).filter(({ entries }) => entries.length > 0);
    if (tables.length === 0) return tree;
    const { entries } = random.pick(tables);
    const entry = random.pick(entries);
    const name = random.pick(random.chance(0.4) && words.length > 0 ? words : [...KEYS, `${entry[0]} `]);
    if (random.chance(0.5)) entry[0] = name;
    else entries.splice(random.below(entries.length + 1), 0, [name, entry[1]]);
    return tree;
  },
  function keyTwice(random, tree) {
    const tables = tablesIn(tree).filter(({ entries }) => entries.length > 0);
    if (tables.length === 0) return tree;
    const { entries } = random.pick(tables);
    entries.push([random.pick(entries)[0], anyValue(random)]);
    return tree;
  },
  function manyItems(random, tree) {
    const lists = placesOf(tree)
      .map((place) => valueAt(tree, place))
      .filter((value): value is Tree[] => Array.isArray(value) && value.length > 0);
    if (lists.length === 0) return tree;
    const list = random.pick(lists);
    const item = random.pick(list);
    const count = random.size(2000);
    const raw = { raw: textOf(item).slice(0, 2000) };
    for (let time = 0; time < count; time++) list.push(raw);
    return tree;
  },
  function fewerItems(random, tree) {
    const lists = placesOf(tree)
      .map((place) => valueAt(tree, place))
      .filter((value): value is Tree[] => Array.isArray(value) && value.length > 0);
    if (lists.length > 0) {
      const list = random.pick(lists);
      list.splice(random.below(list.length), 1 + random.size(list.length));
    }
    return tree;
  },
  function aroundIt(random, tree) {
    const place = random.pick(placesOf(tree));
    const inner = valueAt(tree, place);
    return withValue(tree, place, random.chance(0.6) ? [inner] : { entries: [[random.pick(KEYS), inner]] });
  },
  function deepWithin(random, tree) {
    const place = random.pick(placesOf(tree));
    return withValue(tree, place, deep(random, valueAt(tree, place)));
  },
  function fromAnother(random, tree, others) {
    const other = structuredClone(random.pick(others));
    return withValue(tree, random.pick(placesOf(tree)), valueAt(other, random.pick(placesOf(other))));
  },
];

/** A text of JSON out of a value with a few changes; now and then one that is JSON no more. */
export function mutateJson(
  random: Random,
  value: Tree,
  others: readonly Tree[],
  words: readonly string[] = [],
): string {
  let tree = structuredClone(value);
  const times = random.few();
  for (let time = 0; time < times; time++) tree = random.pick(CHANGES)(random, tree, others, words);
  const text = textOf(tree);
  if (random.chance(0.04)) return `\ufeff${text}`;
  return random.chance(0.1)
    ? mutateText(random, text, [text], ['NaN', 'Infinity', ',', ':', '\\u0000', '"', '\\'])
    : text;
}

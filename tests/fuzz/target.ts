/** A parser of foreign bytes as the fuzz lane sees it: what whole inputs look like, how they are changed, and what reads them. */
import { type Bytes, mutateBytes } from './mutators/bytes.ts';
import { mutateJson, type Tree, treeOf } from './mutators/json.ts';
import { joined, mutateParts, type Part, parted } from './mutators/parts.ts';
import { mutateText } from './mutators/text.ts';
import type { Random } from './run/random.ts';

/** Bytes of a file, or a text, which may hold what no file can. */
export type Input = Bytes | string;

/** A class of errors that a target may throw beside those of the project. */
type ErrorClass = abstract new (...args: never[]) => Error;

export interface Target {
  name: string;
  /** Whole inputs, read once. */
  seeds: () => Promise<readonly Input[]>;
  /** An input made of them. */
  mutate: (random: Random, seeds: readonly Input[]) => Input;
  /**
   * Reads an input as the product does. May throw errors of the project, and what `allows` names; anything else is a
   * fault, so that what must hold of an accepted input is held by throwing too.
   */
  run: (input: Input) => unknown;
  allows: readonly ErrorClass[];
}

interface Described<T> {
  name: string;
  seeds: () => readonly T[] | Promise<readonly T[]>;
  allows?: readonly ErrorClass[];
}

interface BytesTarget extends Described<Uint8Array> {
  run: (bytes: Bytes) => unknown;
  /** Changes that know the format; half of the inputs are still changed without knowing it. */
  mutate?: (random: Random, seeds: readonly Bytes[]) => Bytes;
}

/** Of bytes. */
export function bytesTarget({ name, seeds, run, mutate, allows = [] }: BytesTarget): Target {
  return {
    name,
    allows,
    seeds: async () => (await seeds()).map((bytes) => new Uint8Array(bytes)),
    run: (input) => run(input as Bytes),
    mutate(random, given) {
      const all = given as Bytes[];
      if (mutate && random.chance(0.6)) return mutate(random, all);
      return mutateBytes(random, random.pick(all), all);
    },
  };
}

interface PartsTarget extends Described<readonly Part[]> {
  run: (parts: readonly Part[]) => unknown;
  /** Changes that know the format of some of them; null for the others. */
  change?: (random: Random, part: Part) => Bytes | null;
}

/** Of several files at once: these are changed, and not the lengths between them, which are the lane's own. */
export function partsTarget({ name, seeds, run, change, allows = [] }: PartsTarget): Target {
  const known = new WeakMap<readonly Input[], Part[][]>();
  return {
    name,
    allows,
    seeds: async () => (await seeds()).map(joined),
    run: (input) => run(parted(input as Bytes)),
    mutate(random, given) {
      const whole = known.get(given) ?? given.map((bytes) => parted(bytes as Bytes));
      known.set(given, whole);
      return joined(mutateParts(random, random.pick(whole), change));
    },
  };
}

interface TextTarget extends Described<string> {
  run: (text: string) => unknown;
  /** Words that mean something to the parser. */
  words?: readonly string[];
}

/** Of texts. */
export function textTarget({ name, seeds, run, words = [], allows = [] }: TextTarget): Target {
  return {
    name,
    allows,
    seeds: async () => seeds(),
    run: (input) => run(input as string),
    mutate(random, given) {
      const all = given as string[];
      return mutateText(random, random.pick(all), all, words);
    },
  };
}

interface JsonTarget extends Described<unknown> {
  /** @param text JSON as Python writes it, or what is left of it */
  run: (text: string) => unknown;
  words?: readonly string[];
}

/** Of JSON; seeds are values. */
export function jsonTarget({ name, seeds, run, words = [], allows = [] }: JsonTarget): Target {
  const trees = new WeakMap<readonly Input[], Tree[]>();
  return {
    name,
    allows,
    seeds: async () => (await seeds()).map((value) => JSON.stringify(value)),
    run: (input) => run(input as string),
    mutate(random, given) {
      const known = trees.get(given) ?? given.map((text) => treeOf(JSON.parse(text as string)));
      trees.set(given, known);
      return mutateJson(random, random.pick(known), known, words);
    },
  };
}

/** Throws where something that has to hold of an accepted input doesn't: a fault of the parser. */
export function holds(condition: boolean, what: string): asserts condition {
  if (!condition) throw new TypeError(`accepted, though ${what}`);
}

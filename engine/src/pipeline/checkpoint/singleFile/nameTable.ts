/**
 * Names of one net's tensors in diffusers and in the code that Stable Diffusion was published with, in both directions.
 * A pair names a module, whose inner names are the same in both, or a single tensor.
 */

/** Where a tensor of diffusers' lies in an original checkpoint. */
export interface OriginalPlace {
  name: string;
  /** Which of `of` equal shares of the rows, where several of diffusers' tensors lie in one. */
  part: number;
  of: number;
}

/** A module or a tensor: diffusers' name, the original one, and which share of it where it is not the whole. */
export type NamePair = readonly [diffusers: string, original: string, part?: number, of?: number];

/** The names of one net. */
export class NameTable {
  private readonly byDiffusers = new Map<string, NamePair>();
  private readonly byOriginal = new Map<string, NamePair[]>();

  constructor(pairs: Iterable<NamePair>) {
    for (const pair of pairs) {
      const [diffusers, original] = pair;
      this.byDiffusers.set(diffusers, pair);
      this.byOriginal.set(original, [...(this.byOriginal.get(original) ?? []), pair]);
    }
  }

  /** Where the original checkpoint has a tensor; null for a name that is none of the net's. */
  original(diffusers: string): OriginalPlace | null {
    const found = longestPrefix(this.byDiffusers, diffusers);
    if (!found) return null;
    const [, original, part = 0, of = 1] = found.entry;
    return { name: original + found.rest, part, of };
  }

  /** The tensors that an original one holds, by diffusers' names, in the order of their rows; none where it is not the net's. */
  diffusers(original: string): string[] {
    const found = longestPrefix(this.byOriginal, original);
    if (!found) return [];
    return found.entry.toSorted(([, , a = 0], [, , b = 0]) => a - b).map(([name]) => name + found.rest);
  }
}

/** The entry of the innermost module around a name, and what follows the module's own name. */
function longestPrefix<T>(entries: ReadonlyMap<string, T>, name: string): { entry: T; rest: string } | null {
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    const entry = entries.get(name.slice(0, end));
    if (entry !== undefined) return { entry, rest: name.slice(end) };
  }
  return null;
}

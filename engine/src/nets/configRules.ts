/** What numbers of a config must have to do with each other, beyond what each of them may be. */

/** What is wrong, and at which key. */
export interface BrokenRule {
  key: string;
  message: string;
}

/** Attention shares a layer's channels out among its heads. */
export function* sharedOut(key: string, widths: readonly number[], heads: readonly number[]): Generator<BrokenRule> {
  for (const [level, width] of widths.entries()) {
    const count = heads[level] ?? 1;
    if (width % count !== 0) {
      yield { key, message: `${width} channels can’t be shared out among ${count} heads` };
    }
  }
}

/** Group norm shares channels out among its groups. */
export function* inGroups(groups: number, widths: readonly number[]): Generator<BrokenRule> {
  const odd = widths.find((width) => width % groups !== 0);
  if (odd !== undefined) {
    yield { key: 'norm_num_groups', message: `${odd} channels can’t be shared out among ${groups} groups` };
  }
}

/** Lists that have an entry a level must be as long as there are levels. */
export function* aLevelEach(levels: number, lists: Readonly<Record<string, unknown>>): Generator<BrokenRule> {
  for (const [key, list] of Object.entries(lists)) {
    if (Array.isArray(list) && list.length !== levels) {
      yield { key, message: `it has ${list.length} entries for ${levels} levels` };
    }
  }
}

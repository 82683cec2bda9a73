/**
 * An adapter that something was made with, in the library of now: by its id, else by what it holds, since it may have been
 * deleted and imported again. By its name alone where an earlier version noted nothing else.
 */
import { t } from '../../kit/language/t.ts';
import { notify } from '../../session/noticesStore.ts';
import type { NamedAdapter } from '../drawing/settings/settingsText.ts';
import type { AdapterChoice } from './adapterChoice.ts';
import type { KeptAdapter } from './libraryState.ts';

/** What is noted of an adapter beside its name. */
type Known = Pick<NamedAdapter, 'name' | 'id' | 'fingerprint'>;

/** An adapter of the library, as far as it takes to know it. */
export interface Candidate {
  id: string;
  name: string;
  fingerprint?: string | undefined;
}

/** The library's adapters as they are looked for. */
export function candidates(adapters: readonly KeptAdapter[]): (Candidate & { record: KeptAdapter })[] {
  return adapters.map((record) => ({
    id: record.id,
    name: record.name,
    fingerprint: record.adapter.fingerprint,
    record,
  }));
}

export function findAdapter<T extends Candidate>({ name, id, fingerprint }: Known, library: readonly T[]): T | null {
  if (id === undefined && fingerprint === undefined) return library.find((one) => one.name === name) ?? null;
  const same = library.find((one) => one.id === id);
  return same ?? library.find((one) => fingerprint !== undefined && one.fingerprint === fingerprint) ?? null;
}

/** Those that are in the library, to draw with, and the names of those that aren't. */
export function foundAdapters(
  adapters: readonly NamedAdapter[],
  library: readonly Candidate[],
): { choices: AdapterChoice[]; missing: string[] } {
  const choices: AdapterChoice[] = [];
  const missing: string[] = [];
  for (const adapter of adapters) {
    const found = findAdapter(adapter, library);
    if (found) choices.push({ id: found.id, weight: adapter.weight, step: adapter.step });
    else missing.push(adapter.name);
  }
  return { choices, missing };
}

/**
 * Tells what was to be taken over and is not in the library.
 * @param others what was taken over all the same, e.g. `The picture’s other settings`
 */
export function tellMissing(kind: 'adapter' | 'word', names: readonly string[], others: string): void {
  const missing = [...new Set(names)].map((name) => `“${name}”`);
  if (missing.length === 0) return;
  const all = missing.join(', ');
  const count = missing.length;
  notify(
    kind === 'adapter'
      ? t('{count, plural, one {The adapter {all} is} other {The adapters {all} are}} not in the library.', {
          count,
          all,
        })
      : t('{count, plural, one {The word {all} is} other {The words {all} are}} not in the library.', { count, all }),
    t('{others} were taken over.', { others }),
  );
}

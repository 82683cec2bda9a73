/** What of the library can be used with the model that is open, and why the rest can't. */
import { create } from 'zustand';
import { checkAdapters, setEmbeddings } from '../../session/studioClient.ts';
import { useStudio } from '../../session/studioStore.ts';
import { type LibraryItem, useLibrary } from './libraryStore.ts';

interface FitState {
  /** Why an item can't be used, by its id; what can, or has not been checked, is not here. */
  fitErrors: Readonly<Record<string, string>>;
}

export const useFit = create<FitState>(() => ({ fitErrors: {} }));

/**
 * Holds the library against the model, now and whenever one of them changes: adapters are checked, and words taught,
 * so that every prompt may use them.
 */
export function watchFit(): void {
  useLibrary.subscribe(({ adapters, embeddings }, before) => {
    if (adapters !== before.adapters) void check(adapters, checkTheAdapters);
    if (embeddings !== before.embeddings) void check(embeddings, sendEmbeddings);
  });
  useStudio.subscribe(({ opening }, before) => {
    if (opening === before.opening) return;
    const { adapters, embeddings } = useLibrary.getState();
    void check(adapters, checkTheAdapters);
    void check(embeddings, sendEmbeddings);
  });
}

async function checkTheAdapters(): Promise<(string | null)[]> {
  const { adapters } = useLibrary.getState();
  return adapters.length === 0 ? [] : checkAdapters(adapters.map(({ adapter }) => adapter.modules));
}

function sendEmbeddings(): Promise<(string | null)[]> {
  return setEmbeddings(useLibrary.getState().embeddings.map(({ embedding }) => embedding));
}

/** @param ask gives for each of the items why it can't be used, or null */
async function check(items: readonly LibraryItem[], ask: () => Promise<(string | null)[]>): Promise<void> {
  if (useStudio.getState().opening.state !== 'ready') return;
  try {
    const reasons = await ask();
    const ids = new Set(items.map(({ id }) => id));
    const found = items.flatMap(({ id }, index) => {
      const reason = reasons[index];
      return reason ? [[id, reason] as const] : [];
    });
    useFit.setState(({ fitErrors }) => ({
      fitErrors: Object.fromEntries([...Object.entries(fitErrors).filter(([id]) => !ids.has(id)), ...found]),
    }));
  } catch {
    // The worker went away, which is told elsewhere; drawing checks again.
  }
}

/** What of the library can be used with the model that is open, and why the rest can't. */
import { create } from 'zustand';
import { checkAdapters, holdAdapter, setEmbeddings } from '../../session/studioClient.ts';
import { useStudio } from '../../session/studioStore.ts';
import { type LibraryItem, useLibrary } from './libraryStore.ts';
import { unkeptNumbers } from './records/unkeptNumbers.ts';

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
    if (adapters !== before.adapters) lendUnkept();
    if (adapters !== before.adapters) void check(adapters, checkTheAdapters);
    if (embeddings !== before.embeddings) void check(embeddings, sendEmbeddings);
  });
  useStudio.subscribe(({ opening }, before) => {
    if (opening === before.opening) return;
    if (opening.state === 'ready') lendUnkept();
    const { adapters, embeddings } = useLibrary.getState();
    void check(adapters, checkTheAdapters);
    void check(embeddings, sendEmbeddings);
  });
}

/** Adapters that storage has no room for are known to the worker as long as it lives; mostly there is none. */
function lendUnkept(): void {
  if (useStudio.getState().opening.state !== 'ready') return;
  for (const { id, adapter } of useLibrary.getState().adapters) {
    const unkept = unkeptNumbers.get(id);
    const { bytes: _, ...layers } = adapter;
    // A worker that went away is told of elsewhere, and the next one is lent them again.
    if (unkept) holdAdapter(id, { ...layers, theta: unkept.theta }).catch(() => undefined);
  }
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

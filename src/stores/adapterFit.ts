/** Which adapters don't fit the model that is open, and why. */
import { create } from 'zustand';
import { checkAdapters } from '../studio/studioClient.ts';
import { useLibrary } from './libraryStore.ts';
import { useStudio } from './studioStore.ts';

interface FitState {
  /** Why an adapter doesn't fit, by its id; what fits or has not been checked is not here. */
  misfits: Readonly<Record<string, string>>;
}

export const useFit = create<FitState>(() => ({ misfits: {} }));

/** Checks the library against the model, now and whenever one of them changes. */
export function watchFit(): void {
  useLibrary.subscribe(({ adapters }, before) => {
    if (adapters !== before.adapters) void checkFit();
  });
  useStudio.subscribe(({ opening }, before) => {
    if (opening !== before.opening) void checkFit();
  });
}

async function checkFit(): Promise<void> {
  const { opening } = useStudio.getState();
  const { adapters } = useLibrary.getState();
  if (opening.state !== 'ready' || adapters.length === 0) return;
  try {
    const reasons = await checkAdapters(adapters.map(({ adapter }) => adapter.modules));
    // The library may have changed meanwhile; then another check is on its way.
    if (useLibrary.getState().adapters !== adapters) return;
    const found = adapters.flatMap(({ id }, index) => {
      const reason = reasons[index];
      return reason ? [[id, reason] as const] : [];
    });
    useFit.setState({ misfits: Object.fromEntries(found) });
  } catch {
    // The worker went away, which is told elsewhere; drawing checks again.
  }
}

/** What of the library can be used with the model that is open, and why the rest can't. */
import { create } from 'zustand';
import { checkAdapters, holdAdapter, setEmbeddings } from '../../session/studioClient.ts';
import { useStudio } from '../../session/studioStore.ts';
import { FitFlow, type FitState, NOTHING_CHECKED, reduceFit } from './fitFlow.ts';
import { useLibrary } from './libraryStore.ts';
import { unkeptNumbers } from './records/unkeptNumbers.ts';

export const useFit = create<FitState>(() => NOTHING_CHECKED);

const flow = new FitFlow({
  library: useLibrary.getState,
  ready: () => useStudio.getState().opening.state === 'ready',
  tell: (event) => useFit.setState((state) => reduceFit(state, event)),
  checkAdapters,
  setEmbeddings,
  unkept: (id) => unkeptNumbers.get(id)?.theta ?? null,
  hold: holdAdapter,
});

/**
 * Holds the library against the model, now and whenever one of them changes: adapters are checked, and words taught,
 * so that every prompt may use them.
 */
export function watchFit(): void {
  useLibrary.subscribe(({ adapters, embeddings }, before) => {
    if (adapters !== before.adapters) void flow.check('adapters');
    if (embeddings !== before.embeddings) void flow.check('embeddings');
  });
  useStudio.subscribe(({ opening }, before) => {
    if (opening !== before.opening) void flow.check('adapters', 'embeddings');
  });
}

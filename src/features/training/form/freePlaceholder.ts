/** Keeps the form's placeholder a new word: where the library has come to have it, the form offers the next one. */
import { freeToken } from '../../library/freeToken.ts';
import type { LibraryState } from '../../library/libraryState.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import { editInversion, useTrainForm } from './trainForm.ts';

/** To be called once the form is as it was kept. */
export function watchPlaceholder(): void {
  keepNew(useLibrary.getState());
  useLibrary.subscribe(({ embeddings }, before) => {
    // A word's picture or name may change while its person types here: only a word that came is a reason.
    const known = new Set(before.embeddings.map(({ embedding }) => embedding.token));
    if (embeddings.every(({ embedding }) => known.has(embedding.token))) return;
    keepNew({ embeddings });
  });
}

function keepNew({ embeddings }: Pick<LibraryState, 'embeddings'>): void {
  const { placeholder } = useTrainForm.getState().inversion;
  const free = freeToken(
    placeholder,
    embeddings.map(({ embedding }) => embedding.token),
  );
  if (free !== placeholder) editInversion({ placeholder: free });
}

/** Keeps the form's placeholder a new word: where the library or the queue has come to have it, the form offers the next one. */
import { withoutHistory } from '../../../kit/history/history.ts';
import { freeToken } from '../../library/freeToken.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import { useQueue } from '../queue/queueHere.ts';
import { editInversion, useTrainForm } from './trainForm.ts';

/** To be called once the form is as it was kept. */
export function watchPlaceholder(): void {
  let known = takenTokens();
  keepNew(known);
  const look = () => {
    const now = takenTokens();
    // A word's picture or name may change while its person types here: only a word that came is a reason.
    const came = now.some((token) => !known.includes(token));
    known = now;
    if (came) keepNew(now);
  };
  useLibrary.subscribe(look);
  useQueue.subscribe(look);
}

/** Looks at the library and the queue as they are now. */
export function keepPlaceholderNew(): void {
  keepNew(takenTokens());
}

/** The tokens of words that are learnt, or wait to be. */
function takenTokens(): string[] {
  return [
    ...useLibrary.getState().embeddings.map(({ embedding }) => embedding.token),
    ...useQueue
      .getState()
      .items.flatMap(({ settings }) => (settings.method === 'textual-inversion' ? [settings.placeholder] : [])),
  ];
}

function keepNew(taken: readonly string[]): void {
  const { placeholder } = useTrainForm.getState().inversion;
  const free = freeToken(placeholder, taken);
  if (free !== placeholder) withoutHistory(() => editInversion({ placeholder: free }));
}

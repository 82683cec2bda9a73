/** Keeps the form's placeholder a new word: where the library has come to have it, the form offers the next one. */
import { useLibrary } from '../../library/libraryStore.ts';
import { editInversion, useTrainForm } from './trainForm.ts';

export function watchPlaceholder(): void {
  useLibrary.subscribe(({ embeddings }, before) => {
    // A word's picture or name may change while its person types here: only a word that came is a reason.
    const known = new Set(before.embeddings.map(({ embedding }) => embedding.token));
    if (embeddings.every(({ embedding }) => known.has(embedding.token))) return;
    const { placeholder } = useTrainForm.getState().inversion;
    const free = freeToken(
      placeholder,
      embeddings.map(({ embedding }) => embedding.token),
    );
    if (free !== placeholder) editInversion({ placeholder: free });
  });
}

/** The token itself where no word has it, else `<fabric-2>`, `<fabric-3>` …; letter case doesn't make a difference. */
export function freeToken(wanted: string, taken: readonly string[]): string {
  const used = new Set(taken.map((token) => token.toLowerCase()));
  if (!used.has(wanted.trim().toLowerCase())) return wanted;
  const [, base = wanted, end = ''] = /^(.*?)(?:-\d+)?(>?)$/u.exec(wanted.trim()) ?? [];
  let count = 2;
  while (used.has(`${base}-${count}${end}`.toLowerCase())) count += 1;
  return `${base}-${count}${end}`;
}

/**
 * The adapter of a form that its person has not chosen: the newest that knows a word of the prompt and fits the open model. From a
 * person's own choice on, none included, nothing is chosen any more.
 */
import { useEffect } from 'react';
import type { CreateSettings } from '../../../contract/drawing.ts';
import { withoutHistory } from '../../../kit/history/history.ts';
import { t } from '../../../kit/language/t.ts';
import { own } from '../../../kit/records/own.ts';
import type { AdapterChoice } from '../../library/adapterChoice.ts';
import { useFit } from '../../library/adapterFit.ts';
import type { KeptAdapter } from '../../library/libraryState.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import { type WordedAdapter, wordedAdapter } from '../../library/wordedAdapter.ts';
import { wordsOf } from '../settings/promptWords.ts';
import type { DrawingDraft } from './drawing.ts';
import { fewStepIds } from './fewSteps.ts';

type Chosen = Pick<DrawingDraft<CreateSettings>, 'adapters' | 'adaptersBy'>;

/** Adapters of the library that may be chosen, newest first. */
export function choosable(
  adapters: readonly KeptAdapter[],
  fitErrors: Readonly<Record<string, string>>,
): WordedAdapter[] {
  return adapters.filter(({ id, fewSteps }) => !fewSteps && own(fitErrors, id) === undefined).map(wordedAdapter);
}

/** The newest that knows a word of these texts; null where none does. */
export function knowing(texts: readonly string[], library: readonly WordedAdapter[]): WordedAdapter | null {
  const said = new Set(texts.flatMap(wordsOf));
  return library.find(({ word }) => word !== null && said.has(word.toLowerCase())) ?? null;
}

/**
 * The adapters that the form is to have; null where it has them, or its person chose. Adapters that draw in a few steps stay.
 * @param few ids of those
 */
export function chosenByWord(
  { adapters, adaptersBy }: Chosen,
  known: Pick<WordedAdapter, 'id'> | null,
  few: ReadonlySet<string>,
): readonly AdapterChoice[] | null {
  if (adaptersBy === 'person') return null;
  const subjects = adapters.filter(({ id }) => !few.has(id));
  if (subjects.length === (known ? 1 : 0) && subjects[0]?.id === known?.id) return null;
  const quick = adapters.filter(({ id }) => few.has(id));
  return known ? [{ id: known.id, weight: 1 }, ...quick] : quick;
}

/**
 * Chooses for a form that is shown. Gives what to say of it where the adapter was chosen so, else null.
 * @param texts that go into prompts beside the form's own
 * @param off where something else chooses the adapters
 */
export function useAdapterByWord(
  draft: DrawingDraft<CreateSettings>,
  texts: readonly string[],
  off: boolean,
  onEdit: (change: Pick<Chosen, 'adapters'>) => void,
): string | null {
  const { loaded, adapters } = useLibrary();
  const fitErrors = useFit((state) => state.fitErrors);
  const known = knowing([draft.prompt, ...texts], choosable(adapters, fitErrors));
  const wanted = loaded && !off ? chosenByWord(draft, known, fewStepIds(adapters)) : null;
  useEffect(() => {
    if (wanted) withoutHistory(() => onEdit({ adapters: wanted }));
  });
  if (off || !known || draft.adaptersBy === 'person' || !draft.adapters.some(({ id }) => id === known.id)) return null;
  return t('Chosen by itself: the newest that knows {word}. Choose another one, or none, and that stays.', {
    word: known.word,
  });
}

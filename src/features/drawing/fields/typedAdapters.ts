/** An adapter that is named in the prompt, `<lora:name:0.8>`, is chosen as if it had been picked from the list. */
import { useEffect } from 'react';
import type { CreateSettings } from '../../../contract/drawing.ts';
import { ADAPTER_WEIGHT } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { notify } from '../../../session/noticesStore.ts';
import { useRested } from '../../advice/adviserStore.ts';
import { candidates, foundAdapters } from '../../library/knownAdapters.ts';
import { useLibrary } from '../../library/libraryStore.ts';
import { takeLoraCommands } from '../settings/loraCommands.ts';
import type { DrawingDraft } from './drawing.ts';
import { fewStepIds } from './fewSteps.ts';

type Change = Partial<Pick<DrawingDraft<CreateSettings>, 'prompt' | 'adapters'>>;

/**
 * Takes commands out of a prompt and chooses what they name, once typing rests. One that the library doesn't have stays in the
 * prompt, where the adviser says so.
 * @param onEdit takes a change as its person's own
 * @param chooses whether the form has a choice of adapters
 */
export function useTypedAdapters(
  draft: DrawingDraft<CreateSettings>,
  onEdit: (change: Change) => void,
  chooses: boolean,
): void {
  const { adapters: library } = useLibrary();
  const rested = useRested(draft);
  useEffect(() => {
    if (!chooses || rested !== draft || library.length === 0) return;
    const { prompt, adapters } = takeLoraCommands(draft.prompt);
    const allowed = adapters.every(({ weight }) => ADAPTER_WEIGHT.schema.safeParse(weight).success);
    const { choices, missing } = foundAdapters(adapters, candidates(library));
    if (choices.length === 0 || missing.length > 0 || !allowed) return;
    const named = new Set(choices.map(({ id }) => id));
    // What was chosen by itself gives way to what is named.
    const few = fewStepIds(library);
    const chosen = draft.adapters.filter(({ id }) => draft.adaptersBy === 'person' || few.has(id));
    onEdit({ prompt, adapters: [...chosen.filter(({ id }) => !named.has(id)), ...choices] });
    const names = adapters.map(({ name, weight }) => t('“{name}” at {weight}', { name, weight })).join(', ');
    notify(t('The prompt names {names}.', { names }), t('It is chosen below the prompt now.'));
  }, [rested, draft, library, onEdit, chooses]);
}

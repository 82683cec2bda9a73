/** What a person does to the dataset as steps that can be undone: images added, cropped, captioned. Removals say so themselves. */
import { msg } from '../../contract/message.ts';
import { remember, type Undoable } from '../../kit/history/history.ts';
import { rememberArrival } from '../../kit/history/rememberArrival.ts';
import { t } from '../../kit/language/t.ts';
import { formRecorder } from '../../session/forms/formHistory.ts';
import { countText } from './countText.ts';
import { useDataset } from './datasetStore.ts';
import { removeImages } from './removeImages.ts';
import { inDataset } from './subjects/inDataset.ts';

const WHERE = '#/dataset';

/** Notes images that were added to a dataset at once. @param added ids; null for what did not become one */
export function noteAdded(dataset: string, added: readonly (string | null)[]): void {
  const ids = added.filter((id) => id !== null);
  if (ids.length === 0) return;
  rememberArrival(
    t('{images} added', { images: countText(ids.length).replace(/\.$/, '') }),
    () => removeImages(ids),
    WHERE,
    (step) => inDataset(step, dataset),
  );
}

/** Notes that something of a dataset was changed. @param change `again` is noted as a step by itself */
export function noteChanged(what: string, { undo, again, forget }: Required<Undoable>, dataset: string): void {
  const step = inDataset(
    {
      undo,
      again: async () => {
        await again();
        remember(what, step, WHERE);
      },
      forget,
    },
    dataset,
  );
  remember(what, step, WHERE);
}

/** Id of an image → its caption. */
type Captions = Readonly<Record<string, string>>;

const captionsNow = (): Captions =>
  Object.fromEntries(useDataset.getState().images.map(({ id, caption }) => [id, caption]));

/** Gives what hears of a caption that was written. @param write writes one */
export function captionRecorder(
  write: (id: string, caption: string) => void,
): (before: Captions, after: Captions) => void {
  return formRecorder<Captions>(
    {
      form: captionsNow,
      show: (captions) => {
        const now = captionsNow();
        // One whose image was removed meanwhile is none.
        for (const [id, caption] of Object.entries(captions)) if (id in now && now[id] !== caption) write(id, caption);
      },
      fieldsOf: (captions) => captions,
      restored: (fields) => Object.fromEntries(Object.entries(fields).map(([id, caption]) => [id, String(caption)])),
    },
    {
      name: msg('the dataset'),
      where: WHERE,
      within: (step) => inDataset(step),
      labelOf: (id) =>
        t('Caption of {name}', {
          name: useDataset.getState().images.find((image) => image.id === id)?.name ?? t('an image'),
        }),
    },
  );
}

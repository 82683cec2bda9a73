/** What a person does with datasets: made, named, copied, described, deleted with a way back. */
import { tidyName } from '../../../contract/library/itemNames.ts';
import { offerUndo } from '../../../kit/components/offerUndo.ts';
import { t } from '../../../kit/language/t.ts';
import { holdForUndo } from '../../../kit/records/leftovers.ts';
import { Resting } from '../../../kit/timing/Resting.ts';
import { keep } from '../../../session/noticesStore.ts';
import { keepCaptionsNow } from '../captions/captionWrites.ts';
import { useDataset } from '../datasetStore.ts';
import { imageIdsOf, imageRecords, newImageId } from '../imageRecords.ts';
import { type DatasetRecord, datasetRecords } from './datasetRecords.ts';
import {
  changeDataset,
  datasetById,
  keepDataset,
  keepTyped,
  putDatasets,
  typeWords,
  useDatasets,
} from './datasetsStore.ts';
import { freeDatasetName, freshDataset } from './freshDataset.ts';
import { openDataset } from './openDataset.ts';
import { removeImagesOf } from './sweepDatasets.ts';

/** Writes a dataset, and before it those that storage refused: images without a dataset's name would be swept. */
async function keepAmongOthers(record: DatasetRecord): Promise<boolean> {
  for (const id of useDatasets.getState().unsaved) {
    const refused = datasetById(id);
    if (refused && !(await keepDataset(refused))) return false;
  }
  const kept = await keepDataset(record);
  if (!kept) putDatasets([], [record.id]);
  return kept;
}

/** Makes an empty dataset and opens it. */
export async function createDataset(name: string): Promise<void> {
  const record = freshDataset(name);
  if (await keepAmongOthers(record)) await openDataset(record.id);
}

/** An empty name changes nothing. */
export async function renameDataset(id: string, name: string): Promise<void> {
  if (tidyName(name) !== null) await changeDataset(id, { name: freeDatasetName(name, id) });
}

/** Milliseconds of rest in typing before words are written into storage. */
const WORDS_REST = 400;
const resting = new Resting(WORDS_REST, keepTyped);

/** Says what a dataset's images show, in words for prompts. Typing is kept a moment after it rests. */
export function describeDataset(id: string, words: Partial<Pick<DatasetRecord, 'subjectWord' | 'classWord'>>): void {
  typeWords(id, words);
  resting.typed(id);
}

/** Makes another dataset of the same images, captions and words, and opens it. */
export async function duplicateDataset(id: string): Promise<void> {
  const original = datasetById(id);
  if (!original) return;
  await keepCaptionsNow();
  const copy = freshDataset(original.name, original);
  // What is copied has no dataset before its end, and is nobody's to sweep.
  const letGo = await holdForUndo(copy.id);
  let whole = false;
  try {
    // One by one: all of them at once may be more than there is memory.
    const copied = await keep(async () => {
      for (const image of await imageIdsOf(id)) {
        const { records } = await imageRecords.readSome([image]);
        for (const record of records) await imageRecords.write({ ...record, id: newImageId(copy.id) });
      }
    });
    whole = copied && (await keepAmongOthers(copy));
  } finally {
    await letGo();
  }
  if (whole) await openDataset(copy.id);
  else await keep(() => removeImagesOf(copy.id));
}

/** Deletes a dataset, and offers to put it back; another one is opened, a new one where it was the last. */
export async function deleteDataset(id: string): Promise<void> {
  const removed = datasetById(id);
  if (!removed) return;
  await keepCaptionsNow();
  const wasOpen = useDataset.getState().open === id;
  const letGo = await holdForUndo(id);
  const [next] = useDatasets.getState().datasets.filter((other) => other.id !== id);
  if (!next && !(await keepAmongOthers(freshDataset()))) return letGo();
  if (!(await keep(() => datasetRecords.remove(id)))) return letGo();
  putDatasets([], [id]);
  const first = useDatasets.getState().datasets[0];
  if (wasOpen && first) await openDataset(next?.id ?? first.id);
  let undone = false;
  // Its images stay in storage until nobody can put it back.
  offerUndo(t('The dataset “{name}” was deleted.', { name: removed.name }), {
    brief: true,
    again: () => deleteDataset(id),
    undo: async () => {
      undone = true;
      await keepDataset(removed);
      if (wasOpen) await openDataset(id);
      await letGo();
    },
    forget: async () => {
      if (undone) return;
      await letGo();
      // What can't be deleted now is swept when the studio starts.
      await removeImagesOf(id).catch(() => undefined);
    },
  });
}

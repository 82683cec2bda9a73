/** Steps of the history that are of one dataset: taken back or done again, it is opened first, so that they are seen. */
import type { Undoable } from '../../../kit/history/history.ts';
import { t } from '../../../kit/language/t.ts';
import { notify } from '../../../session/noticesStore.ts';
import { useDataset } from '../datasetStore.ts';
import { datasetById } from './datasetsStore.ts';
import { openDataset } from './openDataset.ts';

/**
 * @param undoable works on the open dataset
 * @param dataset the id of the one it is of
 */
export function inDataset(
  { undo, again, ...others }: Undoable,
  dataset: string = useDataset.getState().open,
): Undoable {
  const there = (work: () => unknown) => async () => {
    if (await opened(dataset)) await work();
  };
  return { ...others, undo: there(undo), ...(again && { again: there(again) }) };
}

/** Opens it; tells whether it is there. */
async function opened(id: string): Promise<boolean> {
  if (id === useDataset.getState().open) return true;
  if (!datasetById(id)) {
    notify(t('This step was in a dataset that is deleted.'), t('Undo the deletion first, then this.'));
    return false;
  }
  await openDataset(id);
  return true;
}

/** Deletes an item on the page, and offers to put it back: the removal over the library, its artifacts and their storage. */
import { offerUndo } from '../../../kit/components/offerUndo.ts';
import { t } from '../../../kit/language/t.ts';
import { holdForUndo } from '../../../kit/records/leftovers.ts';
import { removeArtifacts } from '../checkpoints/runArtifacts.ts';
import type { LibraryItem } from '../libraryState.ts';
import { removeRecord } from '../libraryStore.ts';
import { forgetNumbers } from '../records/storedNumbers.ts';
import { type RemovedItem, removeWhole } from './itemRemoval.ts';

/** Deletes an item with all that its run left beside it; null where there is no such item. */
export function removeItem({ id }: LibraryItem): Promise<RemovedItem | null> {
  return removeWhole(id, { holdForUndo, removeRecord, removeArtifacts, forgetNumbers });
}

/** Deletes several items, and offers to put all of them back at once. @param message a sentence */
export async function removeAllWithUndo(items: readonly LibraryItem[], message: string): Promise<void> {
  const removed: RemovedItem[] = [];
  for (const item of items) {
    const one = await removeItem(item);
    if (one) removed.push(one);
  }
  if (removed.length === 0) return;
  offerUndo(message, {
    undo: async () => {
      for (const one of removed) await one.undo();
    },
    forget: async () => {
      for (const one of removed) await one.forget();
    },
  });
}

export async function deleteWithUndo(item: LibraryItem): Promise<void> {
  const removed = await removeItem(item);
  if (!removed) return;
  // Its numbers stay in storage until nobody can put it back.
  offerUndo(t('“{name}” was deleted.', { name: item.name }), {
    ...removed,
    again: () => deleteWithUndo(item),
    brief: true,
  });
}

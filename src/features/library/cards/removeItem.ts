/** Deletes an item on the page, and offers to put it back: the removal over the library, its artifacts and their storage. */
import { toast } from 'sonner';
import { removeArtifacts } from '../checkpoints/runArtifacts.ts';
import type { LibraryItem } from '../libraryState.ts';
import { removeRecord } from '../libraryStore.ts';
import { forgetNumbers, holdForUndo } from '../records/storedNumbers.ts';
import { type RemovedItem, removeWhole } from './itemRemoval.ts';

/** Deletes an item with all that its run left beside it; null where there is no such item. */
function removeItem({ id }: LibraryItem): Promise<RemovedItem | null> {
  return removeWhole(id, { holdForUndo, removeRecord, removeArtifacts, forgetNumbers });
}

export async function deleteWithUndo(item: LibraryItem): Promise<void> {
  const removed = await removeItem(item);
  if (!removed) return;
  const forget = () => void removed.forget();
  toast(`“${item.name}” was deleted.`, {
    duration: 10_000,
    action: { label: 'Undo', onClick: () => void removed.undo() },
    onAutoClose: forget,
    onDismiss: forget,
  });
}

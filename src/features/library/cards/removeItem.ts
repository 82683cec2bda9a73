/** Deletes an item of the library with all that its run left beside it, so that it can be put back whole. */

import { removeArtifacts } from '../checkpoints/runArtifacts.ts';
import { type LibraryItem, repositoryOf } from '../libraryStore.ts';
import { forgetNumbers } from '../records/storedNumbers.ts';

interface RemovedItem {
  /** Puts it back whole. */
  undo: () => Promise<void>;
  /** Deletes its numbers too, once nobody can undo it any more. */
  forget: () => Promise<void>;
}

/** Null where there is no such item. */
export async function removeItem(item: LibraryItem): Promise<RemovedItem | null> {
  const putBackItem = await repositoryOf(item).remove(item.id);
  if (!putBackItem) return null;
  const restoreArtifacts = await removeArtifacts(item.id);
  let undone = false;
  return {
    undo: async () => {
      undone = true;
      await putBackItem();
      await restoreArtifacts();
    },
    forget: async () => {
      if (!undone) await forgetNumbers(item.id);
    },
  };
}

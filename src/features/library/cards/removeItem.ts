/** Deletes an item of the library with all that its run left beside it, so that it can be put back whole. */

import { removeArtifacts } from '../checkpoints/runArtifacts.ts';
import { type LibraryItem, repositoryOf } from '../libraryStore.ts';

/** Gives what puts the item back, or null where there is none. */
export async function removeItem(item: LibraryItem): Promise<(() => Promise<void>) | null> {
  const putBackItem = await repositoryOf(item).remove(item.id);
  if (!putBackItem) return null;
  const restoreArtifacts = await removeArtifacts(item.id);
  return async () => {
    await putBackItem();
    await restoreArtifacts();
  };
}

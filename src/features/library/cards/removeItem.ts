/** Deletes an item of the library with all that its run left beside it, so that it can be put back whole. */

import { removeLeavings } from '../checkpoints/runLeavings.ts';
import { type LibraryItem, shelfOf } from '../libraryStore.ts';

/** Gives what puts the item back, or null where there is none. */
export async function removeItem(item: LibraryItem): Promise<(() => Promise<void>) | null> {
  const putBackItem = await shelfOf(item).remove(item.id);
  if (!putBackItem) return null;
  const putBackLeavings = await removeLeavings(item.id);
  return async () => {
    await putBackItem();
    await putBackLeavings();
  };
}

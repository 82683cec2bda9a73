/** Deletes an item of the library with all that its run left beside it, so that it can be put back whole. */
import { type LibraryItem, shelfOf } from './libraryStore.ts';
import { removeLeavings } from './runLeavings.ts';

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

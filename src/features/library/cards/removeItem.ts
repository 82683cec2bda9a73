/** Deletes an item on the page: the removal over the library, its artifacts and their storage. */
import { removeArtifacts } from '../checkpoints/runArtifacts.ts';
import type { LibraryItem } from '../libraryState.ts';
import { removeRecord } from '../libraryStore.ts';
import { forgetNumbers } from '../records/storedNumbers.ts';
import { type RemovedItem, removeWhole } from './itemRemoval.ts';

/** Deletes an item with all that its run left beside it; null where there is no such item. */
export function removeItem({ id }: LibraryItem): Promise<RemovedItem | null> {
  return removeWhole(id, { removeRecord, removeArtifacts, forgetNumbers });
}

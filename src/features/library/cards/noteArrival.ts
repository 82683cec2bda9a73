/** An item that a person brought into the library, as a step that can be undone. */
import { remember } from '../../../kit/history/history.ts';
import type { KeptItem } from '../libraryFlow.ts';
import type { LibraryItem } from '../libraryState.ts';
import type { RemovedItem } from './itemRemoval.ts';
import { removeItem } from './removeItem.ts';

/** Notes what was kept, and gives it on. */
export function noteArrival<T extends LibraryItem>(kept: KeptItem<T>): KeptItem<T> {
  const { record } = kept;
  let removed: RemovedItem | null = null;
  remember(
    `“${record.name}” came into the library`,
    {
      undo: async () => {
        removed = await removeItem(record);
      },
      again: async () => {
        await removed?.undo();
        noteArrival(kept);
      },
      forget: () => removed?.forget(),
    },
    '#/library',
  );
  return kept;
}

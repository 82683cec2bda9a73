/** Gives an item another name, as a step that can be undone. */
import { remember } from '../../../kit/history/history.ts';
import { t } from '../../../kit/language/t.ts';
import { itemById } from '../libraryState.ts';
import { renameItem, useLibrary } from '../libraryStore.ts';

const nameOf = (id: string) => itemById(useLibrary.getState(), id)?.name;

/** An empty name is none: the item keeps the one it has. */
export async function renameWithUndo(id: string, name: string): Promise<void> {
  const before = nameOf(id);
  const renamed = renameItem(id, name);
  const after = nameOf(id);
  if (before !== undefined && after !== undefined && after !== before) {
    remember(
      t('“{before}” was renamed “{after}”', { before, after }),
      { undo: () => renameItem(id, before), again: () => renameWithUndo(id, after) },
      '#/library',
    );
  }
  await renamed;
}

/** Says something of an item, as a step that can be undone. */
import type { ItemAbout } from '../../../contract/library/itemAbout.ts';
import { remember } from '../../../kit/history/history.ts';
import { t } from '../../../kit/language/t.ts';
import { itemById } from '../libraryState.ts';
import { describeItem, useLibrary } from '../libraryStore.ts';
import { aboutOf } from './aboutOf.ts';

export async function describeWithUndo(id: string, about: ItemAbout): Promise<void> {
  const item = itemById(useLibrary.getState(), id);
  if (!item) return;
  const before = aboutOf(item);
  remember(
    t('What is said of “{name}”', { name: item.name }),
    { undo: () => describeItem(id, before), again: () => describeWithUndo(id, about) },
    '#/library',
  );
  await describeItem(id, about);
}

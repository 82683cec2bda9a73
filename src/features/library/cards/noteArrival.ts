/** An item that a person brought into the library, as a step that can be undone. */
import { rememberArrival } from '../../../kit/history/rememberArrival.ts';
import { t } from '../../../kit/language/t.ts';
import type { KeptItem } from '../libraryFlow.ts';
import type { LibraryItem } from '../libraryState.ts';
import { removeItem } from './removeItem.ts';

/** Notes what was kept, and gives it on. */
export function noteArrival<T extends LibraryItem>(kept: KeptItem<T>): KeptItem<T> {
  const { record } = kept;
  rememberArrival(t('“{name}” came into the library', { name: record.name }), () => removeItem(record), '#/library');
  return kept;
}

/** An adapter whose numbers the worker has stored becomes a record of the library. */
import type { LearntLora } from '../../contract/adapters.ts';
import { keepItem } from './libraryStore.ts';
import type { LibraryRecord } from './records/libraryFields.ts';
import { unkeptNumbers } from './records/unkeptNumbers.ts';

/** Keeps it. Numbers that storage had no room for are held by the page until it is closed. */
export function keepLora(
  fields: LibraryRecord,
  { adapter, fewSteps, unkept }: Pick<LearntLora, 'adapter' | 'fewSteps' | 'unkept'>,
) {
  if (unkept) unkeptNumbers.set(fields.id, { ...unkept, inRecord: false });
  return keepItem({ ...fields, method: 'lora', adapter, fewSteps });
}

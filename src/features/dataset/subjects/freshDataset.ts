/** A dataset that is about to be: its id, a name that no other has, its place behind the others. */
import { tidyName, UNNAMED } from '../../../contract/library/itemNames.ts';
import { t } from '../../../kit/language/t.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { uniqueName } from '../../../kit/records/uniqueName.ts';
import { type DatasetRecord, FIRST_NAME, FIRST_WORDS } from './datasetRecords.ts';
import { useDatasets } from './datasetsStore.ts';

export function freshDataset(
  name: string = t(FIRST_NAME),
  { subjectWord, classWord }: Pick<DatasetRecord, 'subjectWord' | 'classWord'> = FIRST_WORDS,
): DatasetRecord {
  // Behind the others, even in the same millisecond.
  const last = useDatasets.getState().datasets.at(-1)?.createdAt ?? 0;
  const createdAt = Math.max(Date.now(), last + 1);
  return { id: newRecordId(), name: freeDatasetName(name), createdAt, subjectWord, classWord };
}

/** @param but id of the dataset that is to be called so */
export function freeDatasetName(wanted: string, but = ''): string {
  const others = useDatasets.getState().datasets.flatMap(({ id, name }) => (id === but ? [] : name));
  return uniqueName(tidyName(wanted) ?? UNNAMED, others);
}

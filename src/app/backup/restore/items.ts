/** Adapters and words out of a backup: numbers and sample pictures first, then the record that speaks of them. */

import { adapterRecords } from '../../../features/library/records/AdapterRecordStore.ts';
import { embeddingRecords } from '../../../features/library/records/EmbeddingRecordStore.ts';
import type { LibraryRecord } from '../../../features/library/records/libraryFields.ts';
import { isSpokenOf } from '../../../features/library/records/libraryIds.ts';
import { sampleId, sampleRecords } from '../../../features/library/records/runRecords.ts';
import { forgetNumbers } from '../../../features/library/records/storedNumbers.ts';
import { readNumbersFile, writeAdapterFile } from '../../../files/adapterNumbers.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { t } from '../../../kit/language/t.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { sameBytes } from '../file/pieces.ts';
import type { FoundRecord } from '../file/readBackup.ts';
import { type Course, DAMAGED, fileNamed, recordHere, sameRecord, wholeRecord } from './course.ts';
import type { RestoreUnit } from './units.ts';

/** What a person may have changed of it here, which makes it no other one. */
const BUT_SHOWN = ['name', 'thumbnail', 'scores', 'fewSteps', 'createdAt'];

export async function restoreItem({ records, label }: RestoreUnit, course: Course): Promise<void> {
  const [item, ...samples] = records;
  if (!item) return;
  course.step();
  const came = item.store === 'weft-adapters' ? await adapterOf(item, course) : await wordOf(item, course);
  if (!came) return course.leave(label, DAMAGED, ...records);
  if (came.isHere) {
    course.itemIds.set(item.id, item.id);
    return course.passOver(...records);
  }
  const id = (await isSpokenOf(item.id)) ? newRecordId() : item.id;
  try {
    await came.writeNumbers(id);
    for (const sample of samples) {
      course.step();
      const record = await wholeRecord(sampleRecords, sample);
      if (!record) course.leave(t('A sample picture of {label}', { label }), DAMAGED, sample);
      else {
        await sampleRecords.bring({ ...record, id: sampleId(id, record), run: id });
        course.took(sample);
      }
    }
    await came.bring(id);
  } catch (error) {
    await forgetNumbers(id);
    throw error;
  }
  course.took(item);
  course.itemIds.set(item.id, id);
  if (id !== item.id) course.restored.copies.push(came.name);
}

interface CameItem {
  name: string;
  /** Whether the library has it as it is. */
  isHere: boolean;
  writeNumbers: (id: string) => Promise<void>;
  bring: (id: string) => Promise<void>;
}

async function adapterOf(found: FoundRecord, course: Course): Promise<CameItem | null> {
  const record = withDataset(await wholeRecord(adapterRecords, found), course);
  const numbers = fileNamed(found, 'theta.f32')?.content;
  if (!record || numbers?.size !== record.adapter.bytes) return null;
  const here = await recordHere(adapterRecords, record.id);
  const stored = here && (await readNumbersFile(storedFiles, { id: here.id }));
  const { bytes: _, fingerprint: __, ...layers } = record.adapter;
  return {
    name: record.name,
    isHere:
      here !== null &&
      stored !== null &&
      (await sameRecord(record, here, BUT_SHOWN)) &&
      (await sameBytes(numbers, stored)),
    writeNumbers: (id) => writeAdapterFile(storedFiles, id, layers, numbers),
    bring: (id) => adapterRecords.bring({ ...record, id }),
  };
}

async function wordOf(found: FoundRecord, course: Course): Promise<CameItem | null> {
  const record = withDataset(await wholeRecord(embeddingRecords, found), course);
  if (!record) return null;
  const here = await recordHere(embeddingRecords, record.id);
  return {
    name: record.name,
    isHere: here !== null && (await sameRecord(record, here, BUT_SHOWN)),
    writeNumbers: async () => undefined,
    bring: (id) => embeddingRecords.bring({ ...record, id }),
  };
}

/** What it was learnt from may be here under another id. */
function withDataset<T extends { origin: LibraryRecord['origin'] }>(
  record: T | null,
  { datasetIds }: Course,
): T | null {
  if (record?.origin.kind !== 'trained' || !record.origin.dataset) return record;
  const { id, name } = record.origin.dataset;
  return { ...record, origin: { ...record.origin, dataset: { id: datasetIds.get(id) ?? id, name } } };
}

/** What storage speaks of by an id that several kinds of records share: a run’s is that of the item it leaves. */
import { adapterRecords } from './AdapterRecordStore.ts';
import { embeddingRecords } from './EmbeddingRecordStore.ts';
import { runRecords } from './runRecords.ts';

/** Whether the library has an item of this id, in whichever tab it came. @throws StorageError */
export async function isInLibrary(id: string): Promise<boolean> {
  return (await adapterRecords.has(id)) || embeddingRecords.has(id);
}

/** The same, or a run that can be gone on with. @throws StorageError */
export async function isSpokenOf(id: string): Promise<boolean> {
  return (await isInLibrary(id)) || runRecords.has(id);
}

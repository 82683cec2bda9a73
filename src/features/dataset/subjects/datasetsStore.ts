/** The datasets that there are, on the page: their names and words, and how many images each has. */
import { create } from 'zustand';
import { keep, readKept } from '../../../session/noticesStore.ts';
import { datasetOf, imageRecords } from '../imageRecords.ts';
import { type DatasetRecord, datasetRecords, firstDataset } from './datasetRecords.ts';

interface DatasetsState {
  /** Oldest first; there is always one once they have been read. */
  datasets: readonly DatasetRecord[];
  /** Images of each, by its id; of the open one its own list tells. */
  counts: ReadonlyMap<string, number>;
  /** Ids of those that storage refused, or the last change of. */
  unsaved: readonly string[];
}

export const useDatasets = create<DatasetsState>(() => ({ datasets: [], counts: new Map(), unsaved: [] }));

export function datasetById(id: string): DatasetRecord | null {
  return useDatasets.getState().datasets.find((dataset) => dataset.id === id) ?? null;
}

/** Puts datasets in, in place of those of their ids, and takes others out. */
export function putDatasets(written: readonly DatasetRecord[], removed: readonly string[] = []): void {
  const gone = new Set([...removed, ...written.map(({ id }) => id)]);
  useDatasets.setState(({ datasets, unsaved }) => ({
    datasets: [...datasets.filter(({ id }) => !gone.has(id)), ...written].sort((a, b) => a.createdAt - b.createdAt),
    unsaved: unsaved.filter((id) => !removed.includes(id)),
  }));
}

/** Words that are being typed here, by the datasets' ids: they are about to be written. */
const typed = new Map<string, Partial<DatasetRecord>>();

/** Shows words as they are typed, which stay until they are written. */
export function typeWords(id: string, words: Partial<DatasetRecord>): void {
  const before = datasetById(id);
  if (!before) return;
  typed.set(id, { ...typed.get(id), ...words });
  putDatasets([{ ...before, ...words }]);
}

/** Writes what was typed. */
export async function keepTyped(id: string): Promise<void> {
  const words = typed.get(id);
  typed.delete(id);
  if (words) await changeDataset(id, words);
}

/** Reads them, and goes on hearing what other tabs do to them. @param gone hears that datasets were deleted elsewhere */
export async function loadDatasets(gone: (ids: readonly string[]) => void): Promise<void> {
  await datasetRecords.follow(
    async () => {
      putDatasets(await readKept(datasetRecords));
      if (useDatasets.getState().datasets.length === 0) await keepFirst();
    },
    ({ written, removed }) => {
      const shown = written.map((dataset) => ({ ...dataset, ...typed.get(dataset.id) }));
      putDatasets(shown, removed);
      if (removed.length > 0) gone(removed);
    },
  );
}

/** The one that images of earlier versions are of: written, as it is at that moment in storage, which another tab may write too. */
async function keepFirst(): Promise<void> {
  await keepDataset(firstDataset(Date.now()));
}

/** Shows a dataset and writes it, unless it is there already; gives whether storage has it. Its name is made unique. */
export async function keepDataset(record: DatasetRecord): Promise<boolean> {
  putDatasets([record]);
  let stored: DatasetRecord | null = null;
  await keep(async () => {
    stored = await datasetRecords.put(record.id, (now) => now ?? record);
  });
  if (stored) putDatasets([stored]);
  noteStoredDataset(record.id, stored !== null);
  return stored !== null;
}

/** Changes a dataset as it lies in storage by now; one that was deleted meanwhile is left alone. */
export async function changeDataset(id: string, change: Partial<DatasetRecord>): Promise<void> {
  const before = datasetById(id);
  if (!before) return;
  putDatasets([{ ...before, ...change }]);
  if (useDatasets.getState().unsaved.includes(id) && !(await datasetRecords.has(id).catch(() => false))) {
    await keepDataset({ ...before, ...change });
    return;
  }
  let now: DatasetRecord | null = null;
  const kept = await keep(async () => {
    now = await datasetRecords.update(id, (record) => ({ ...record, ...change }));
  });
  noteStoredDataset(id, kept);
  if (now) putDatasets([{ ...(now as DatasetRecord), ...typed.get(id) }]);
}

function noteStoredDataset(id: string, stored: boolean): void {
  useDatasets.setState(({ unsaved }) => ({
    unsaved: [...unsaved.filter((other) => other !== id), ...(stored ? [] : [id])],
  }));
}

/** Counts the images of each anew, without reading them. What can't be counted now is counted the next time. */
export async function countImages(): Promise<void> {
  const ids = await imageRecords.ids().catch(() => null);
  if (!ids) return;
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(datasetOf(id), (counts.get(datasetOf(id)) ?? 0) + 1);
  useDatasets.setState({ counts });
}

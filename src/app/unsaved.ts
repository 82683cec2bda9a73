/** What this page alone has, because storage refused it. */
import { useDataset } from '../features/dataset/datasetStore.ts';
import { FIRST_DATASET } from '../features/dataset/imageRecords.ts';
import { useDatasets } from '../features/dataset/subjects/datasetsStore.ts';
import { useLibrary } from '../features/library/libraryStore.ts';
import { useUnfinishedRuns } from '../features/training/unfinished/unfinishedRuns.ts';

/** Whether there is something of the kind. */
export function hasUnsaved(): boolean {
  const unwritten = useUnfinishedRuns.getState().runs.some((run) => run.unwritten !== null);
  // The first one may never have been written, as where storage is closed: its images tell whether there is something to lose.
  const datasets = useDatasets.getState().unsaved.filter((id) => id !== FIRST_DATASET);
  return unwritten || datasets.length + useDataset.getState().unsaved.length + useLibrary.getState().unsaved.length > 0;
}

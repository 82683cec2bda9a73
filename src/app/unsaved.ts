/** What this page alone has, because storage refused it. */
import { useDataset } from '../features/dataset/datasetStore.ts';
import { useLibrary } from '../features/library/libraryStore.ts';
import { useUnfinishedRuns } from '../features/training/run/unfinishedRuns.ts';

/** Whether there is something of the kind. */
export function hasUnsaved(): boolean {
  const unwritten = useUnfinishedRuns.getState().runs.some((run) => run.unwritten !== null);
  return unwritten || useDataset.getState().unsaved.length + useLibrary.getState().unsaved.length > 0;
}

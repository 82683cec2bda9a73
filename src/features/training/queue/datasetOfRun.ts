/** The dataset that a run is of, as the queue names it. */
import type { QueueItem } from './queueRecords.ts';

/** That of the open dataset, whose pictures are copied; null while there is but one, which has no name. */
export function datasetToQueue(): QueueItem['dataset'] {
  return null;
}

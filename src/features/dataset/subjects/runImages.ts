/** What runs learn from: the dataset that was open when they were begun, whichever is open by now. */
import { studioError } from '../../../contract/errors.ts';
import type { DatasetRef } from '../../../contract/runs/runs.ts';
import { t } from '../../../kit/language/t.ts';
import { datasetRead, imagesOnceRead, useDataset } from '../datasetStore.ts';
import { FIRST_DATASET, type ImageRecord } from '../imageRecords.ts';
import { datasetById } from './datasetsStore.ts';

/** The open dataset, as what is learnt from it remembers it; null before any has been read. */
export function openedDataset(): DatasetRef | null {
  const dataset = datasetById(useDataset.getState().open);
  return dataset && { id: dataset.id, name: dataset.name };
}

/**
 * The images of a run, once all that was added to its dataset has been read. Those of one that goes on are known by their
 * contents: where its dataset is gone, they are looked for in the open one.
 * @param dataset null where that isn't known, as of runs of earlier versions
 * @param begun null for a run that begins now
 * @throws StudioError `cancelled` where the signal is aborted before, `no-images` where the dataset of a new run is gone
 */
export async function imagesOfRun(
  dataset: DatasetRef | null,
  begun: object | null,
  signal: AbortSignal,
): Promise<readonly ImageRecord[]> {
  await datasetRead();
  const id = dataset?.id ?? (begun ? FIRST_DATASET : useDataset.getState().open);
  if (datasetById(id)) return imagesOnceRead(signal, id);
  if (begun || !dataset) return imagesOnceRead(signal);
  throw studioError(
    'no-images',
    t('The dataset “{name}” was deleted before this run began.', { name: dataset.name }),
    t('Open another one under Dataset, and start the run again.'),
  );
}

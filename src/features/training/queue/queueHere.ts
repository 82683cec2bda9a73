/** The queue as this page knows it, and what a run of it learns from. */
import { create } from 'zustand';
import { studioError } from '../../../contract/errors.ts';
import type { DatasetRef, SweepMark } from '../../../contract/runs/runs.ts';
import { t } from '../../../kit/language/t.ts';
import { imagesOfRun as imagesOfDataset, openedDataset } from '../../dataset/subjects/runImages.ts';
import type { PictureToLearn } from './queuedRun.ts';
import { type QueueItem, queuedPictures, queueRecords } from './queueRecords.ts';
import { QUEUE_AT_FIRST, type QueueState } from './queueState.ts';

export const useQueue = create<QueueState>(() => QUEUE_AT_FIRST);

/** A run of the queue as it lies in storage; null where it is of none. */
export async function queuedItem(id: string): Promise<QueueItem | null> {
  const { records } = await queueRecords.readSome([id]);
  const [item] = records;
  return item?.kind === 'run' ? item : null;
}

/**
 * What a run learns from: the pictures that it was put into the queue with, else those of its dataset once it has been read.
 * @param begun null for a run that begins now
 * @throws StudioError where a picture is gone, or `cancelled` where the signal is aborted before
 */
export async function imagesOfRun(
  id: string | null,
  dataset: DatasetRef | null,
  begun: object | null,
  signal: AbortSignal,
): Promise<readonly PictureToLearn[]> {
  const item = id === null ? null : await queuedItem(id);
  if (!item) return imagesOfDataset(dataset, begun, signal);
  const { records } = await queuedPictures.readSome(item.images.map(({ fingerprint }) => fingerprint));
  const bytes = new Map(records.map((picture) => [picture.id, picture.bytes]));
  return item.images.map(({ fingerprint, name, caption }) => {
    const picture = bytes.get(fingerprint);
    if (picture) return { name, caption, bytes: picture };
    throw studioError(
      'no-images',
      t('The queue’s copy of “{name}” can no longer be read.', { name }),
      t('Remove the run from the queue, and add it again with the dataset as it is.'),
    );
  });
}

/** The dataset that a run of the queue was added with; that which is open for one that is not in it. */
export function datasetOfRun(id: string): DatasetRef | null {
  const item = useQueue.getState().items.find((queued) => queued.id === id);
  return item ? item.dataset : openedDataset();
}

/** The sweep that a run is of; null where it is of none. */
export function sweepOfRun(id: string): SweepMark | null {
  return useQueue.getState().items.find((item) => item.id === id)?.sweep ?? null;
}

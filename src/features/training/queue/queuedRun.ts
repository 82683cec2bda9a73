/** Runs as they go into the queue: what each is of, as it is at this moment. */
import { studioError } from '../../../contract/errors.ts';
import type { SweepMark } from '../../../contract/runs/runs.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { fingerprintOf } from '../../../files/fingerprintOf.ts';
import { t } from '../../../kit/language/t.ts';
import { asksForOwn } from '../classImages/askedClassImages.ts';
import type { QueuedPicture, QueueItem } from './queueRecords.ts';

/** A picture of the dataset. */
export interface PictureToLearn {
  name: string;
  caption: string;
  /** PNG. */
  bytes: Blob;
}

/** A run that is to be put into the queue. */
export interface RunToQueue {
  id: string;
  settings: TrainSettings;
  sweep: SweepMark | null;
  /** Whether it learns without the pictures’ own captions. */
  withoutCaptions?: boolean;
}

export type NewItem = Omit<QueueItem, 'kind' | 'place' | 'addedAt' | 'error'>;

export interface QueuedRun {
  items: readonly NewItem[];
  /** Of all of them, each once. */
  pictures: readonly QueuedPicture[];
}

/** What all of these runs have in common. */
export interface QueuedWith {
  images: readonly PictureToLearn[];
  model: Pick<ModelInfo, 'fingerprint' | 'name'>;
  dataset: QueueItem['dataset'];
  /** Ids of a person’s own class images. */
  ownClassImages: readonly string[];
}

/** @throws StudioError where there is no image */
export async function queuedRuns(
  runs: readonly RunToQueue[],
  { images, model, dataset, ownClassImages }: QueuedWith,
): Promise<QueuedRun> {
  if (images.length === 0) {
    throw studioError('no-images', t('There is no image to learn from yet.'), t('Add images under Dataset first.'));
  }
  const known: { picture: QueuedPicture; name: string; caption: string }[] = [];
  for (const { name, caption, bytes } of images) {
    known.push({ picture: { id: await fingerprintOf(bytes), bytes }, name, caption });
  }
  const pictures = [...new Map(known.map(({ picture }) => [picture.id, picture])).values()];
  const items = runs.map(
    ({ id, settings, sweep, withoutCaptions }): NewItem => ({
      id,
      settings,
      images: known.map(({ picture, name, caption }) => ({
        fingerprint: picture.id,
        name,
        caption: withoutCaptions ? '' : caption,
      })),
      dataset,
      ownClassImages: asksForOwn(settings) ? [...ownClassImages] : [],
      model: { fingerprint: model.fingerprint, name: model.name },
      sweep,
    }),
  );
  return { items, pictures };
}

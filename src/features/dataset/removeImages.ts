/** Images out of the dataset, to be put back as long as nobody has forgotten them. */
import { offerUndo } from '../../kit/components/offerUndo.ts';
import { t } from '../../kit/language/t.ts';
import { keep } from '../../session/noticesStore.ts';
import { holdOriginals } from './crops/originals.ts';
import { keepImages, showImages, useDataset } from './datasetStore.ts';
import { type ImageRecord, imageRecords } from './imageRecords.ts';
import { inDataset } from './subjects/inDataset.ts';

export interface RemovedImages {
  count: number;
  /** Puts them back where they were, all of them or none. */
  undo: () => Promise<void>;
  /** Lets their photographs be swept. */
  forget: () => Promise<void>;
}

/** Takes the images of these ids out, and out of storage. */
export async function removeImages(ids: readonly string[]): Promise<RemovedImages> {
  const wanted = new Set(ids);
  const removed = useDataset.getState().images.filter(({ id }) => wanted.has(id));
  useDataset.setState(({ images, unsaved }) => ({
    images: images.filter(({ id }) => !wanted.has(id)),
    unsaved: unsaved.filter((id) => !wanted.has(id)),
  }));
  const letGo = await holdOriginals();
  let undone = false;
  await keep(() => imageRecords.removeSome(removed.map(({ id }) => id)));
  return {
    count: removed.length,
    undo: async () => {
      if (undone) return;
      undone = true;
      showImages(removed);
      await keepImages(removed);
      await letGo();
    },
    forget: letGo,
  };
}

/** Takes images out, and offers to put them back. */
export async function removeWithUndo(images: readonly Pick<ImageRecord, 'id' | 'name'>[]): Promise<void> {
  const [first] = images;
  const removed = await removeImages(images.map(({ id }) => id));
  if (!first || removed.count === 0) return removed.forget();
  offerUndo(
    removed.count === 1
      ? t('“{name}” was removed.', { name: first.name })
      : t('{count} images were removed.', { count: removed.count }),
    inDataset({ undo: removed.undo, again: () => removeWithUndo(images), forget: removed.forget }),
  );
}

/** Takes one image out by its id, as the adviser knows it. */
export async function removeImage(id: string): Promise<void> {
  const image = useDataset.getState().images.find((candidate) => candidate.id === id);
  if (image) await removeWithUndo([image]);
}

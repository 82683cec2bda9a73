/** Takes pictures out of the gallery, and offers to put them back. */
import { offerUndo } from '../../../kit/components/offerUndo.ts';
import { removePictures } from '../galleryStore.ts';
import { choose } from './browsingStore.ts';

export async function removeWithUndo(ids: readonly string[]): Promise<void> {
  const removed = await removePictures(ids);
  for (const id of ids) choose(id, false);
  if (removed.count === 0) return;
  offerUndo(removed.count === 1 ? 'The picture was removed.' : `${removed.count} pictures were removed.`, {
    ...removed,
    again: () => removeWithUndo(ids),
  });
}

/** Takes pictures out of the gallery, and offers to put them back. */
import { offerUndo } from '../../../kit/components/offerUndo.ts';
import { t } from '../../../kit/language/t.ts';
import { removePictures } from '../galleryStore.ts';
import { choose } from './browsingStore.ts';

export async function removeWithUndo(ids: readonly string[]): Promise<void> {
  const removed = await removePictures(ids);
  for (const id of ids) choose(id, false);
  if (removed.count === 0) return;
  offerUndo(
    removed.count === 1 ? t('The picture was removed.') : t('{count} pictures were removed.', { count: removed.count }),
    {
      ...removed,
      again: () => removeWithUndo(ids),
    },
  );
}

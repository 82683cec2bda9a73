/** A drawn picture used in the panels that it was not drawn in. */
import { toast } from 'sonner';
import { editCompare } from '../../features/compare/compareStore.ts';
import { draftOfDrawn } from '../../features/drawing/fields/drawing.ts';
import type { UsablePicture } from '../../features/drawing/fields/pictureUses.ts';
import type { AdapterChoice } from '../../features/library/adapterChoice.ts';
import { candidates, foundAdapters, tellMissing } from '../../features/library/knownAdapters.ts';
import { libraryRead, useLibrary } from '../../features/library/libraryStore.ts';
import { editMorph, useMorph } from '../../features/morph/morphStore.ts';
import { withPicture } from '../../features/morph/pictureKeyframe.ts';
import { t } from '../../kit/language/t.ts';
import { nativeSize } from '../../session/studioStore.ts';

/** The adapters of a picture that are in the library; others are named and left out. */
async function adaptersOf({ adapters }: UsablePicture): Promise<readonly AdapterChoice[]> {
  await libraryRead();
  const { choices, missing } = foundAdapters(adapters, candidates(useLibrary.getState().adapters));
  tellMissing('adapter', missing, t('The picture’s other settings'));
  return choices;
}

/** Films and grids begin with noise alone. */
function tellDrawnOver({ over }: UsablePicture): void {
  if (over) toast(t('It was drawn over another picture, which is left out here: it is drawn from noise alone.'));
}

export async function toKeyframe(picture: UsablePicture): Promise<void> {
  const { settings } = picture;
  const used = withPicture(useMorph.getState().form, { settings, adapters: await adaptersOf(picture) }, nativeSize());
  const action = { label: t('Open Morph'), onClick: () => location.assign('#/morph') };
  if (!used.form) {
    toast(t('A film has {most} keyframes at most: remove one first.', { most: used.most }), { action });
    return;
  }
  editMorph(used.form);
  tellDrawnOver(picture);
  toast(t('Keyframe {place} of the film: seed {seed}.', { place: used.place, seed: settings.seed }), { action });
}

export async function toGrid(picture: UsablePicture): Promise<void> {
  editCompare({ drawing: draftOfDrawn(picture.settings, await adaptersOf(picture), nativeSize()) });
  tellDrawnOver(picture);
  location.hash = '#/compare';
}

/** Drawing forms follow the model that is open: where nothing else was chosen, they draw as suits it. */
import type { DrawingWay } from '../contract/drawing.ts';
import { editCompare, useCompare } from '../features/compare/compareStore.ts';
import { editCreate, useGallery } from '../features/create/galleryStore.ts';
import { frameWays, pictureWays } from '../features/drawing/settings/drawingWays.ts';
import { editMorph, useMorph } from '../features/morph/morphStore.ts';
import { draftOf } from '../kit/form/draft.ts';
import { useStudio } from '../session/studioStore.ts';

/** The kind of model that the forms were last filled for. */
let followed: Parameters<typeof pictureWays>[0] = null;

export function watchModelWays(): void {
  useStudio.subscribe(({ opening }, before) => {
    if (opening === before.opening || opening.state !== 'ready') return;
    const { model } = opening;
    const [from, to] = [followed, model];
    followed = model;
    if ((from?.fewSteps ?? null) === model.fewSteps) return;
    const picture = { from: pictureWays(from).usual, to: pictureWays(to).usual };
    editCreate(moved(useGallery.getState().draft, picture));
    const { form } = useCompare.getState();
    editCompare({ drawing: { ...form.drawing, ...moved(form.drawing, picture) } });
    const { drawing } = useMorph.getState().form;
    editMorph({
      drawing: { ...drawing, ...moved(drawing, { from: frameWays(from).usual, to: frameWays(to).usual }) },
    });
  });
}

/** The fields that follow; none where something else stands in them. */
function moved(draft: Record<keyof DrawingWay, string>, { from, to }: { from: DrawingWay; to: DrawingWay }) {
  const stands = Object.entries(draftOf(from)) as [keyof DrawingWay, string][];
  return stands.every(([name, text]) => draft[name] === text) ? draftOf(to) : {};
}

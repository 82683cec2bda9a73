/** Drawing forms follow the model that is open: where nothing else was chosen, they draw as suits it. */
import type { SamplingSettings } from '../contract/drawing.ts';
import { editCompare, useCompare } from '../features/compare/compareStore.ts';
import { editCreate, useGallery } from '../features/create/galleryStore.ts';
import { framePresets, picturePresets } from '../features/drawing/settings/samplingPresets.ts';
import { editMorph, useMorph } from '../features/morph/morphStore.ts';
import { draftOf } from '../kit/form/draft.ts';
import { useStudio } from '../session/studioStore.ts';

/** The kind of model that the forms were last filled for. */
let followed: Parameters<typeof picturePresets>[0] = null;

export function watchModelPresets(): void {
  useStudio.subscribe(({ opening }, before) => {
    if (opening === before.opening || opening.state !== 'ready') return;
    const { model } = opening;
    const [from, to] = [followed, model];
    followed = model;
    if ((from?.fewSteps ?? null) === model.fewSteps) return;
    const picture = { from: picturePresets(from).usual, to: picturePresets(to).usual };
    editCreate(moved(useGallery.getState().draft, picture));
    const { form } = useCompare.getState();
    editCompare({ drawing: { ...form.drawing, ...moved(form.drawing, picture) } });
    const { drawing } = useMorph.getState().form;
    editMorph({
      drawing: { ...drawing, ...moved(drawing, { from: framePresets(from).usual, to: framePresets(to).usual }) },
    });
  });
}

/** The fields that follow; none where something else stands in them. */
function moved(
  draft: Record<keyof SamplingSettings, string>,
  { from, to }: { from: SamplingSettings; to: SamplingSettings },
) {
  const stands = Object.entries(draftOf(from)) as [keyof SamplingSettings, string][];
  return stands.every(([name, text]) => draft[name] === text) ? draftOf(to) : {};
}

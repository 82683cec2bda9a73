/** Drawing forms follow the model that is open: where nothing else was chosen, they draw as suits it. */
import { create } from 'zustand';
import type { SamplingSettings } from '../contract/drawing.ts';
import type { ModelInfo } from '../contract/studioWorker.ts';
import { editCompare, useCompare } from '../features/compare/compareStore.ts';
import { editCreate, useGallery } from '../features/create/galleryStore.ts';
import { framePresets, picturePresets } from '../features/drawing/settings/samplingPresets.ts';
import { editMorph, useMorph } from '../features/morph/morphStore.ts';
import { draftOf } from '../kit/form/draft.ts';
import { withoutHistory } from '../kit/history/history.ts';
import { followForm } from '../session/forms/keptForm.ts';
import type { StudioState } from '../session/studioState.ts';
import { useStudio } from '../session/studioStore.ts';

type Kind = ModelInfo['fewSteps'];
const KINDS: readonly Kind[] = ['lcm', 'turbo'];

/** The kind of model that the forms were last filled for; it outlives a reload as they do. */
const useFollowed = create<{ fewSteps: Kind }>(() => ({ fewSteps: null }));

export function loadFollowedKind(): Promise<void> {
  return followForm({
    id: 'drawing-model',
    form: useFollowed.getState,
    show: (kept) => useFollowed.setState(kept),
    subscribe: (changed) => useFollowed.subscribe(changed),
    fieldsOf: (kept) => ({ ...kept }),
    restored: ({ fewSteps }, first) => ({ fewSteps: KINDS.find((kind) => kind === fewSteps) ?? first.fewSteps }),
  });
}

/** To be called once the forms are as they were kept. */
export function watchModelPresets(): void {
  follow(useStudio.getState());
  useStudio.subscribe(follow);
}

function follow({ opening }: StudioState): void {
  if (opening.state !== 'ready') return;
  const [from, to] = [useFollowed.getState(), opening.model];
  if (from.fewSteps === to.fewSteps) return;
  useFollowed.setState({ fewSteps: to.fewSteps });
  withoutHistory(() => followKind(from, to));
}

function followKind(from: { fewSteps: Kind }, to: { fewSteps: Kind }): void {
  const picture = { from: picturePresets(from).usual, to: picturePresets(to).usual };
  editCreate(moved(useGallery.getState().draft, picture));
  const { form } = useCompare.getState();
  editCompare({ drawing: { ...form.drawing, ...moved(form.drawing, picture) } });
  const { drawing } = useMorph.getState().form;
  editMorph({
    drawing: { ...drawing, ...moved(drawing, { from: framePresets(from).usual, to: framePresets(to).usual }) },
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

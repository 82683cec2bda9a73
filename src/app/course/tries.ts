/** What the course's buttons do: fill a panel with an exercise's settings, and open it. */
import type { CreateSettings } from '../../contract/drawing.ts';
import type { TrainMethod } from '../../contract/training.ts';
import type { CompareForm } from '../../features/compare/compareForm.ts';
import { COMPARE_PRESETS, presetForm } from '../../features/compare/comparePresets.ts';
import { editCompare, useCompare } from '../../features/compare/compareStore.ts';
import { gridItems } from '../../features/compare/grid/compareLibrary.ts';
import { editCreate } from '../../features/create/galleryStore.ts';
import { addSamples } from '../../features/dataset/addImages.ts';
import { CREATE_DEFAULTS } from '../../features/drawing/settings/drawingDefaults.ts';
import { useLibrary } from '../../features/library/libraryStore.ts';
import { MORPH_FORM } from '../../features/morph/morphForm.ts';
import { editMorph, useMorph } from '../../features/morph/morphStore.ts';
import { usualPreset } from '../../features/training/form/modelTraining.ts';
import { LORA_DEFAULTS } from '../../features/training/form/trainDefaults.ts';
import { chooseMethod, editInversion, editLora } from '../../features/training/form/trainForm.ts';
import { INVERSION_PRESETS, LORA_PRESETS, presetFields } from '../../features/training/form/trainPresets.ts';
import { draftOf } from '../../kit/form/draft.ts';
import { t } from '../../kit/language/t.ts';
import { useStudio } from '../../session/studioStore.ts';
import type { Route } from '../address.ts';

export function open(route: Route): void {
  location.hash = `#/${route}`;
}

export function addSampleFabrics(): void {
  void addSamples();
  open('dataset');
}

/** The library, with the ready-made adapter and word in it. */
export function takeReadyMade(): void {
  open('library');
  // Its files are fetched when they are asked for.
  void import('../../features/library/files/readyMade.ts').then(({ addReadyMade }) => addReadyMade());
}

/** Create with these settings; those that aren't named are the usual ones. */
export function draw(
  change: Partial<Pick<CreateSettings, 'prompt' | 'guidanceScale' | 'seed' | 'negativePrompt'>>,
): void {
  const { prompt, guidanceScale, seed, negativePrompt } = CREATE_DEFAULTS;
  editCreate(draftOf({ prompt, guidanceScale, seed, negativePrompt, ...change }));
  open('create');
}

/** Compare with one of its ready-made grids, and what an exercise has otherwise. */
export function grid(
  id: string,
  change: Partial<Pick<CompareForm, 'columns' | 'rows'>> & { prompt?: string } = {},
): void {
  const preset = COMPARE_PRESETS.find((candidate) => candidate.id === id);
  if (!preset) return;
  const { adapters, embeddings } = useLibrary.getState();
  const form = presetForm(preset, useCompare.getState().form, gridItems([...adapters, ...embeddings]));
  const { prompt, ...axes } = change;
  editCompare({ ...form, ...axes, ...(prompt !== undefined && { drawing: { ...form.drawing, prompt } }) });
  open('compare');
}

/** Train with a method, as is usual for the open model: the course's own numbers on Stable Diffusion 1.5. */
export function train(method: TrainMethod, classImages = true): void {
  const { opening } = useStudio.getState();
  const model = opening.state === 'ready' ? opening.model : { parameters: 0 };
  chooseMethod(method);
  if (method === 'lora') {
    const { instancePrompt, classPrompt } = LORA_DEFAULTS;
    editLora({
      ...presetFields(LORA_PRESETS, usualPreset(LORA_PRESETS, model)),
      instancePrompt,
      classPrompt,
      ...(!classImages && { priorFrom: 'class-images', classImages: '0', adapterName: t('Without class images') }),
    });
  } else editInversion(presetFields(INVERSION_PRESETS, usualPreset(INVERSION_PRESETS, model)));
  open('train');
}

/** Morph with the course's film: five keyframes of noise, fifteen seconds at thirty frames. */
export function film(): void {
  const { timing, moves, count, keyframes } = MORPH_FORM;
  const { drawing } = useMorph.getState().form;
  editMorph({ drawing: { ...drawing, prompt: CREATE_DEFAULTS.prompt }, timing, moves, count, keyframes });
  open('morph');
}

/** The training form follows the model: what is usual for it, as long as nothing else was typed. */
import type { ModelInfo } from '../../contract/studioWorker.ts';
import type { Draft } from '../../kit/form/draft.ts';
import { useStudio } from '../../session/studioStore.ts';
import { usualPreset } from './form/modelTraining.ts';
import { editInversion, editLora, type TrainForm, useTrainForm } from './form/trainForm.ts';
import {
  differencesFrom,
  INVERSION_PRESETS,
  LORA_PRESETS,
  presetFields,
  type TrainPresets,
} from './form/trainPresets.ts';

/** Whenever another model is open, a form that stands at a preset gets that which is usual for it. */
export function watchModelDefaults(): void {
  let before: string | null = null;
  useStudio.subscribe(({ opening }) => {
    if (opening.state !== 'ready' || opening.model.fingerprint === before) return;
    before = opening.model.fingerprint;
    const { lora, inversion } = followModel(useTrainForm.getState(), opening.model);
    editLora(lora);
    editInversion(inversion);
  });
}

/** The fields to be changed: those that presets fill, or none where they are the person's own. */
export function followModel(
  { lora, inversion }: Pick<TrainForm, 'lora' | 'inversion'>,
  model: Pick<ModelInfo, 'parameters'>,
): { lora: Partial<TrainForm['lora']>; inversion: Partial<TrainForm['inversion']> } {
  return { lora: usualFields(LORA_PRESETS, lora, model), inversion: usualFields(INVERSION_PRESETS, inversion, model) };
}

function usualFields<T extends object>(
  method: TrainPresets<T>,
  draft: Draft<T>,
  model: Pick<ModelInfo, 'parameters'>,
): Partial<Draft<T>> {
  const untouched = method.presets.some((preset) => differencesFrom(method, preset, draft).length === 0);
  return untouched ? presetFields(method, usualPreset(method, model)) : {};
}

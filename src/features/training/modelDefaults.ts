/** The training form follows the model: what is usual for it, as long as nothing else was typed. */
import type { ModelInfo } from '../../contract/studioWorker.ts';
import type { Draft } from '../../kit/form/draft.ts';
import { withoutHistory } from '../../kit/history/history.ts';
import type { StudioState } from '../../session/studioState.ts';
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

/**
 * Whenever another model is open than the form was filled for, a form that stands at a preset gets that which is usual for
 * it. To be called once the form is as it was kept.
 */
export function watchModelDefaults(): void {
  follow(useStudio.getState());
  useStudio.subscribe(follow);
}

function follow({ opening }: StudioState): void {
  if (opening.state !== 'ready') return;
  const { model } = opening;
  const form = useTrainForm.getState();
  if (model.fingerprint === form.followed) return;
  const { lora, inversion } = followModel(form, model);
  withoutHistory(() => {
    useTrainForm.setState({ followed: model.fingerprint });
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

/** The settings of a run as the forms show them: what each may be, its words, and its value in each preset. */
import { INVERSION_SETTINGS } from '../../../contract/settings/inversionSettings.ts';
import { LORA_SETTINGS } from '../../../contract/settings/loraSettings.ts';
import type { RUN_SETTINGS } from '../../../contract/settings/runSettings.ts';
import type { InversionSettings, LoraSettings } from '../../../contract/training.ts';
import { described } from '../../../kit/fields/describedSetting.ts';
import type { SettingDraft } from '../../../kit/fields/SettingField.tsx';
import type { Draft, DraftErrors } from '../../../kit/form/draft.ts';
import { INVERSION_HELP, LORA_HELP } from '../trainingHelp.ts';
import { editInversion, editLora } from './trainForm.ts';

export const LORA = described(LORA_SETTINGS, LORA_HELP);
export const INVERSION = described(INVERSION_SETTINGS, INVERSION_HELP);

/** What ties the field of a LoRA run's setting to the form. */
export type LoraField = (name: keyof typeof LORA) => SettingDraft;
/** The same for a setting that runs of every method have. */
export type RunField = (name: keyof typeof RUN_SETTINGS) => SettingDraft;
type InversionField = (name: keyof typeof INVERSION) => SettingDraft;

export function loraField(draft: Draft<LoraSettings>, errors: DraftErrors<LoraSettings>): LoraField {
  return (name) => ({
    setting: LORA[name],
    value: draft[name],
    error: errors[name],
    onChange: (value) => editLora({ [name]: value }),
  });
}

export function inversionField(
  draft: Draft<InversionSettings>,
  errors: DraftErrors<InversionSettings>,
): InversionField {
  return (name) => ({
    setting: INVERSION[name],
    value: draft[name],
    error: errors[name],
    onChange: (value) => editInversion({ [name]: value }),
  });
}

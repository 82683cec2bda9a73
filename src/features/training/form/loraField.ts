/** What ties a field of a LoRA run to the form. */
import type { LoraSettings } from '../../../contract/training.ts';
import type { Draft, DraftErrors } from '../../../kit/form/draft.ts';
import type { Explanation } from '../../../kit/help/explanation.ts';
import { LORA_HELP } from '../trainingHelp.ts';
import { LORA_LABELS } from './settingLabels.ts';
import { editLora } from './trainForm.ts';

/** A field's props by its setting's name. */
export type LoraField = (name: keyof typeof LORA_LABELS) => {
  label: string;
  value: string;
  error: string | undefined;
  about: Explanation | undefined;
  onChange: (value: string) => void;
};

export function loraField(draft: Draft<LoraSettings>, errors: DraftErrors<LoraSettings>): LoraField {
  return (name) => ({
    label: LORA_LABELS[name],
    value: draft[name],
    error: errors[name],
    about: LORA_HELP[name],
    onChange: (value) => editLora({ [name]: value }),
  });
}

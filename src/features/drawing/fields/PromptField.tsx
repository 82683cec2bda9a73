/** A prompt, with a word on what of it the text encoder won't see. */
import { type SettingFieldProps, settingTexts } from '../../../kit/fields/SettingField.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { usePromptCheck } from '../settings/promptCheck.ts';
import { cutWarning } from './cutWarning.ts';

type PromptFieldProps = Pick<
  SettingFieldProps,
  'setting' | 'value' | 'onChange' | 'error' | 'hint' | 'rows' | 'warning'
> & {
  /** The subject's word, where something is to be learnt of it by this prompt. */
  word?: string | null;
};

export function PromptField({
  setting,
  value,
  onChange,
  error,
  hint,
  warning,
  rows = 3,
  word = null,
}: PromptFieldProps) {
  const cut = cutWarning(usePromptCheck(value), { prompt: value, word });
  return (
    <TextField
      {...settingTexts(setting, { error, hint })}
      value={value}
      onChange={onChange}
      rows={rows}
      warning={warning ?? cut}
    />
  );
}

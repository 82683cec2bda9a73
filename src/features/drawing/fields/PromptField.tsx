/** A prompt, with a word on what of it the text encoder won't see. */
import { type SettingFieldProps, settingTexts } from '../../../kit/fields/SettingField.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { usePromptCheck } from '../settings/promptCheck.ts';
import { cutWarning } from './cutWarning.ts';

type PromptFieldProps = Pick<SettingFieldProps, 'setting' | 'value' | 'onChange' | 'error' | 'hint' | 'rows'>;

export function PromptField({ setting, value, onChange, error, hint, rows = 3 }: PromptFieldProps) {
  const warning = cutWarning(usePromptCheck(value));
  return (
    <TextField
      {...settingTexts(setting, { error, hint })}
      value={value}
      onChange={onChange}
      rows={rows}
      warning={warning}
    />
  );
}

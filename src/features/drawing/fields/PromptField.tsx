/** A prompt, with a word on what of it the text encoder won't see. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import { type SettingFieldProps, settingTexts } from '../../../kit/fields/SettingField.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { usePromptCheck } from '../settings/promptCheck.ts';
import { cutWarning } from './cutWarning.ts';
import { readingHint } from './readingHint.ts';

type PromptFieldProps = Pick<
  SettingFieldProps,
  'setting' | 'value' | 'onChange' | 'error' | 'hint' | 'rows' | 'warning'
> & {
  /** The subject's word, where something is to be learnt of it by this prompt. */
  word?: string | null;
  /** How a drawing reads it. */
  syntax?: CreateSettings['promptSyntax'];
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
  syntax = 'plain',
}: PromptFieldProps) {
  const check = usePromptCheck(value, syntax);
  const cut = cutWarning(check, { prompt: value, word });
  return (
    <TextField
      {...settingTexts(setting, { error, hint: hint ?? readingHint(check) })}
      value={value}
      onChange={onChange}
      rows={rows}
      warning={warning ?? cut}
    />
  );
}

/** A prompt, with a word on what of it the text encoder won't see. */
import type { FieldTexts } from '../../../kit/fields/Field.tsx';
import { TextField } from '../../../kit/fields/TextField.tsx';
import { usePromptCheck } from '../settings/promptCheck.ts';
import { cutWarning } from './cutWarning.ts';

interface PromptFieldProps extends Omit<FieldTexts, 'warning'> {
  value: string;
  onChange: (value: string) => void;
  rows?: number;
}

export function PromptField({ rows = 3, ...field }: PromptFieldProps) {
  return <TextField {...field} rows={rows} warning={cutWarning(usePromptCheck(field.value))} />;
}

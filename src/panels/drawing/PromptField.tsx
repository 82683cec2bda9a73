/** A prompt, with a word on what of it the text encoder won't see. */
import type { FieldTexts } from '../../components/Field.tsx';
import { TextField } from '../../components/TextField.tsx';
import { usePromptCheck } from '../../stores/promptCheck.ts';
import { cutWarning } from './cutWarning.ts';

interface PromptFieldProps extends Omit<FieldTexts, 'warning'> {
  value: string;
  onChange: (value: string) => void;
  /** A warning of the panel's own, besides the one on length. */
  warning?: string | null;
  rows?: number;
}

export function PromptField({ warning, rows = 3, ...field }: PromptFieldProps) {
  const warnings = [warning, cutWarning(usePromptCheck(field.value))].filter(Boolean);
  return <TextField {...field} rows={rows} warning={warnings.length > 0 && warnings.join(' ')} />;
}

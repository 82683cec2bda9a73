/** A number as it is typed; bounds are told by the schema that reads the form, not forced upon typing. */
import type { ReactNode } from 'react';
import styles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';

interface NumberFieldProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  /** What the arrow keys add; `any` for free values. */
  step?: number | 'any';
  placeholder?: string;
  /** Stands beside the input, such as a button that fills it. */
  beside?: ReactNode;
}

export function NumberField({ value, onChange, step = 1, placeholder, beside, ...texts }: NumberFieldProps) {
  return (
    <Field {...texts}>
      {(control) => (
        <div className={styles.withButton}>
          <input
            {...control}
            className={styles.input}
            type="number"
            inputMode="decimal"
            step={step}
            value={value}
            placeholder={placeholder}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {beside}
        </div>
      )}
    </Field>
  );
}

/** A choice among few: the system's own select, which phones and screen readers know best. */
import { ChevronDown } from 'lucide-react';
import styles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';

interface SelectFieldProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; name: string }[];
}

export function SelectField({ value, onChange, options, ...texts }: SelectFieldProps) {
  return (
    <Field {...texts}>
      {(control) => (
        <div className={styles.selectFrame}>
          <select
            {...control}
            className={`${styles.input} ${styles.select}`}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.name}
              </option>
            ))}
          </select>
          <ChevronDown aria-hidden size={16} />
        </div>
      )}
    </Field>
  );
}

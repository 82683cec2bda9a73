/** Text in one line or several. */
import type { KeyboardEvent } from 'react';
import styles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';

interface TextFieldProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  /** More than one makes a text area, in which Ctrl+Enter sends the form. */
  rows?: number;
  placeholder?: string;
}

function sendOnCtrlEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
}

export function TextField({ value, onChange, rows = 1, placeholder, ...texts }: TextFieldProps) {
  return (
    <Field {...texts}>
      {(control) =>
        rows > 1 ? (
          <textarea
            {...control}
            className={`${styles.input} ${styles.area}`}
            rows={rows}
            value={value}
            placeholder={placeholder}
            onChange={(event) => onChange(event.currentTarget.value)}
            onKeyDown={sendOnCtrlEnter}
          />
        ) : (
          <input
            {...control}
            className={styles.input}
            value={value}
            placeholder={placeholder}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

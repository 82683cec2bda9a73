import styles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';

interface TextFieldProps extends FieldTexts {
  value: string;
  onChange: (value: string) => void;
  /** More than one makes a text area. */
  rows?: number;
  placeholder?: string;
  /** Not to be read over a person's shoulder. */
  secret?: boolean;
}

export function TextField({ value, onChange, rows = 1, placeholder, secret = false, ...texts }: TextFieldProps) {
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
          />
        ) : (
          <input
            {...control}
            {...(secret && { type: 'password', autoComplete: 'off' })}
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

/** A setting that is either on or off; a form holds it as the text `true` or `false`. */
import { type ReactNode, useId } from 'react';
import styles from './CheckField.module.css';

interface CheckFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
}

export function CheckField({ label, value, onChange, hint }: CheckFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          aria-describedby={hint ? id : undefined}
          checked={value === 'true'}
          onChange={(event) => onChange(String(event.currentTarget.checked))}
        />
        {label}
      </label>
      {hint && (
        <p id={id} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

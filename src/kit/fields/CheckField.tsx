/** A setting that is either on or off; a form holds it as the text `true` or `false`. */
import { type ReactNode, useId } from 'react';
import { About } from '../help/About.tsx';
import type { Explanation } from '../help/explanation.ts';
import choices from './Choices.module.css';
import styles from './Field.module.css';

interface CheckFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  about?: Explanation | undefined;
  hint?: ReactNode;
}

export function CheckField({ label, value, onChange, about, hint }: CheckFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <div className={styles.name}>
        <label className={`${choices.choice} ${choices.alone}`}>
          <input
            type="checkbox"
            aria-describedby={hint ? id : undefined}
            checked={value === 'true'}
            onChange={(event) => onChange(String(event.currentTarget.checked))}
          />
          {label}
        </label>
        {about && <About label={label} words={about} />}
      </div>
      {hint && (
        <p id={id} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

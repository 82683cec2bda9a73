/** The frame of a form field: label, hint, and what is wrong with its value, tied to the control for screen readers. */
import { type ReactNode, useId } from 'react';
import { About } from '../help/About.tsx';
import type { Explanation } from '../help/explanation.ts';
import { demandSentence } from '../language/t.ts';
import styles from './Field.module.css';

export interface FieldTexts {
  label: string;
  /** What it does to the picture, told on demand. */
  about?: Explanation | undefined;
  hint?: ReactNode;
  /** What the value `must be`; it is read with the label before it. */
  error?: string | undefined;
  /** A value that is allowed and may still be a mistake. */
  warning?: ReactNode;
}

/** What the control has to carry. */
export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps extends FieldTexts {
  /** Stands at the end of the label's line, such as a slider's value. */
  aside?: ReactNode;
  children: (control: FieldControl, labelId: string) => ReactNode;
}

export function Field({ label, about, hint, error, warning, aside, children }: FieldProps) {
  const id = useId();
  const notes = { hint: `${id}-hint`, warning: `${id}-warning`, error: `${id}-error` };
  const described = [hint && notes.hint, warning && notes.warning, error && notes.error].filter(Boolean).join(' ');
  const control: FieldControl = {
    id,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': error ? true : undefined,
  };
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <span className={styles.name}>
          <label htmlFor={id} id={`${id}-label`} className={styles.label}>
            {label}
          </label>
          {about && <About label={label} words={about} />}
        </span>
        {aside}
      </div>
      {children(control, `${id}-label`)}
      {hint && (
        <p id={notes.hint} className={styles.hint}>
          {hint}
        </p>
      )}
      {warning && (
        <p id={notes.warning} className={styles.warning}>
          {warning}
        </p>
      )}
      {error && (
        <p id={notes.error} className={styles.error}>
          {demandSentence(label, error)}
        </p>
      )}
    </div>
  );
}

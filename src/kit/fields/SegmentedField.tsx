/** A choice between two or three ways of doing something, all in sight: radio buttons side by side. */
import { useId } from 'react';
import { About } from '../help/About.tsx';
import type { Explanation } from '../help/explanation.ts';
import choices from './Choices.module.css';
import field from './Field.module.css';
import styles from './SegmentedField.module.css';

interface SegmentedFieldProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; name: string }[];
  about?: Explanation | undefined;
  /** On the one that is chosen. */
  hint?: string;
}

export function SegmentedField<T extends string>({
  label,
  value,
  onChange,
  options,
  about,
  hint,
}: SegmentedFieldProps<T>) {
  const id = useId();
  return (
    <fieldset className={choices.group} aria-labelledby={`${id}-label`} aria-describedby={hint && `${id}-hint`}>
      <legend className={styles.legend}>
        <span id={`${id}-label`}>{label}</span>
        {about && <About label={label} words={about} />}
      </legend>
      <div className={styles.segments}>
        {options.map((option) => (
          <label key={option.value} className={styles.segment}>
            <input type="radio" name={id} checked={option.value === value} onChange={() => onChange(option.value)} />
            {option.name}
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${id}-hint`} className={field.hint}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}

/** A choice between two or three ways of doing something, all in sight: radio buttons side by side. */
import { useId } from 'react';
import styles from './SegmentedField.module.css';

interface SegmentedFieldProps<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly { value: T; name: string }[];
  /** On the one that is chosen. */
  hint?: string;
}

export function SegmentedField<T extends string>({ label, value, onChange, options, hint }: SegmentedFieldProps<T>) {
  const id = useId();
  return (
    <fieldset className={styles.group} aria-describedby={hint && `${id}-hint`}>
      <legend>{label}</legend>
      <div className={styles.segments}>
        {options.map((option) => (
          <label key={option.value} className={styles.segment}>
            <input
              type="radio"
              className="visuallyHidden"
              name={id}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.name}
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}

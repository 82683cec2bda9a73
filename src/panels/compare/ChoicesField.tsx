/** Several of what there is, by ticking. */
import { useId } from 'react';
import fieldStyles from '../../components/Field.module.css';
import styles from './Compare.module.css';

interface ChoicesFieldProps {
  label: string;
  options: readonly { value: string; name: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  error?: string | undefined;
}

export function ChoicesField({ label, options, chosen, onChange, error }: ChoicesFieldProps) {
  const errorId = useId();
  // In the options' order, whatever order they are ticked in.
  const toggle = (value: string, on: boolean) =>
    onChange(options.map((option) => option.value).filter((other) => (other === value ? on : chosen.includes(other))));
  return (
    <fieldset className={styles.choices} aria-describedby={error ? errorId : undefined}>
      <legend className={fieldStyles.label}>{label}</legend>
      {options.map(({ value, name }, index) => (
        <label key={value} className={styles.choice}>
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={(event) => toggle(value, event.currentTarget.checked)}
            // The first one takes the focus where something is wrong.
            aria-invalid={error && index === 0 ? true : undefined}
          />
          {name}
        </label>
      ))}
      {error && (
        <p id={errorId} className={fieldStyles.error}>
          {label} {error}.
        </p>
      )}
    </fieldset>
  );
}

/** Several of what there is, by ticking. */
import { useId } from 'react';
import { About } from '../../components/About.tsx';
import fieldStyles from '../../components/Field.module.css';
import type { Explanation } from '../../words/explanation.ts';
import styles from './Compare.module.css';

interface ChoicesFieldProps {
  label: string;
  about?: Explanation | undefined;
  options: readonly { value: string; name: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  error?: string | undefined;
}

export function ChoicesField({ label, about, options, chosen, onChange, error }: ChoicesFieldProps) {
  const labelId = useId();
  const errorId = useId();
  // In the options' order, whatever order they are ticked in.
  const toggle = (value: string, on: boolean) =>
    onChange(options.map((option) => option.value).filter((other) => (other === value ? on : chosen.includes(other))));
  return (
    <fieldset className={styles.choices} aria-labelledby={labelId} aria-describedby={error ? errorId : undefined}>
      <div className={fieldStyles.name}>
        <span id={labelId} className={fieldStyles.label}>
          {label}
        </span>
        {about && <About label={label} words={about} />}
      </div>
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

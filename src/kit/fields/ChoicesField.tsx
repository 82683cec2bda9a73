/** Several of what there is, by ticking. */
import { useId } from 'react';
import { About } from '../help/About.tsx';
import type { Explanation } from '../help/explanation.ts';
import choices from './Choices.module.css';
import styles from './Field.module.css';

interface ChoicesFieldProps {
  label: string;
  about?: Explanation | undefined;
  options: readonly { value: string; name: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  hint?: string | undefined;
  error?: string | undefined;
}

export function ChoicesField({ label, about, options, chosen, onChange, hint, error }: ChoicesFieldProps) {
  const labelId = useId();
  const hintId = useId();
  const errorId = useId();
  const described = [hint && hintId, error && errorId].filter(Boolean).join(' ');
  // In the options' order, whatever order they are ticked in.
  const toggle = (value: string, on: boolean) =>
    onChange(options.map((option) => option.value).filter((other) => (other === value ? on : chosen.includes(other))));
  return (
    <fieldset className={choices.group} aria-labelledby={labelId} aria-describedby={described || undefined}>
      <div className={styles.name}>
        <span id={labelId} className={styles.label}>
          {label}
        </span>
        {about && <About label={label} words={about} />}
      </div>
      {options.map(({ value, name }, index) => (
        <label key={value} className={`${choices.choice} ${choices.named}`}>
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
      {hint && (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} className={styles.error}>
          {label} {error}.
        </p>
      )}
    </fieldset>
  );
}

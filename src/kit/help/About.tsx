/** A “?” beside a control's name: what the control does to the picture, and the formula where one helps. */
import { Popover } from 'radix-ui';
import { useId } from 'react';
import styles from './About.module.css';
import type { Explanation } from './explanation.ts';

interface AboutProps {
  /** The control's name, as it is seen. */
  label: string;
  words: Explanation;
}

/** `Guidance scale` → `guidance scale`; names such as LoRA keep their capitals. */
export function withinSentence(label: string): string {
  return label.replace(/^\p{Lu}(?=\p{Ll}*(?![\p{L}]))/u, (first) => first.toLowerCase());
}

export function About({ label, words: { does, usual, formula } }: AboutProps) {
  const text = useId();
  const name = `About ${withinSentence(label)}`;
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.button} aria-label={name}>
        <span aria-hidden>?</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.words}
          aria-label={name}
          aria-describedby={text}
          sideOffset={6}
          collisionPadding={12}
          // A press on a field's label would go on to the field below.
          onClick={(event) => event.stopPropagation()}
        >
          <p className={styles.title} aria-hidden>
            {label}
          </p>
          <div id={text} className={styles.text}>
            <p>{does}</p>
            {formula && (
              <div className={styles.formula}>
                <formula.Notation />
                <p className={styles.where}>Here {formula.where}</p>
              </div>
            )}
            {usual && (
              <p>
                <span className={styles.usual}>Usual:</span> {usual}
              </p>
            )}
          </div>
          <Popover.Arrow className={styles.arrow} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

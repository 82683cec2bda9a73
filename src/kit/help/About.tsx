/** A “?” beside a control's name: what the control does to the picture, and the formula where one helps. */
import { Popover } from 'radix-ui';
import { useId } from 'react';
import { spoken } from '../language/current.ts';
import { t } from '../language/t.ts';
import styles from './About.module.css';
import type { Explanation } from './explanation.ts';

interface AboutProps {
  /** The control's name, as it is seen. */
  label: string;
  words: Explanation;
}

/** `Guidance scale` → `guidance scale`; names such as LoRA keep their capitals, and in German all nouns do. */
export function withinSentence(label: string): string {
  if (spoken().language === 'de') return label;
  return label.replace(/^\p{Lu}(?=\p{Ll}*(?![\p{L}]))/u, (first) => first.toLowerCase());
}

export function About({ label, words: { does, usual, formula } }: AboutProps) {
  const text = useId();
  const name = t('About {label}', { label: withinSentence(label) });
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
            <p>{t(does)}</p>
            {formula && (
              <div className={styles.formula}>
                <formula.Notation />
                <p className={styles.where}>{t('Here {where}', { where: t(formula.where) })}</p>
              </div>
            )}
            {usual && (
              <p>
                <span className={styles.usual}>{t('Usual:')}</span> {t(usual)}
              </p>
            )}
          </div>
          <Popover.Arrow className={styles.arrow} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A panel: one calm column of controls, and beside it the stage, which belongs to the pictures. */
import { type FormEvent, type ReactNode, useRef } from 'react';
import { focusControl } from '../fields/focusField.ts';
import styles from './PanelLayout.module.css';

interface PanelLayoutProps {
  title: string;
  /** One sentence on what the panel is for. */
  intro: ReactNode;
  controls: ReactNode;
  /** What starts the panel's work; stays in sight below the controls. */
  actions?: ReactNode;
  children: ReactNode;
  /** Makes the controls a form. Tells whether the form was taken; where not, its first wrong field gets the focus. */
  onSubmit?: () => boolean;
}

function focusFirstError(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  if (field) focusControl(field);
}

export function PanelLayout({ title, intro, controls, actions, children, onSubmit }: PanelLayoutProps) {
  const stage = useRef<HTMLElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // On a phone the stage lies below the form: what was asked for is to be seen there.
    if (onSubmit?.()) stage.current?.scrollIntoView();
    else focusFirstError(event.currentTarget);
  };
  const column = (
    <>
      <header className={styles.head}>
        <h1>{title}</h1>
        <p className={styles.intro}>{intro}</p>
      </header>
      {controls}
      {actions && <div className={styles.actions}>{actions}</div>}
    </>
  );
  return (
    <div className={styles.panel}>
      {onSubmit ? (
        <form className={styles.controls} onSubmit={submit} noValidate>
          {column}
        </form>
      ) : (
        <div className={styles.controls}>{column}</div>
      )}
      <section ref={stage} className={styles.stage} aria-label={`${title}: results`}>
        {children}
      </section>
    </div>
  );
}

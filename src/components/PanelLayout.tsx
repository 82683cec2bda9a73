/** A panel: one calm column of controls, and beside it the stage, which belongs to the pictures. */
import type { FormEvent, ReactNode } from 'react';
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
  field?.closest('details')?.setAttribute('open', '');
  field?.focus();
}

export function PanelLayout({ title, intro, controls, actions, children, onSubmit }: PanelLayoutProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (onSubmit?.() === false) focusFirstError(event.currentTarget);
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
      <section className={styles.stage} aria-label={`${title}: results`}>
        {children}
      </section>
    </div>
  );
}

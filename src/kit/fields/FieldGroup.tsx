/** Fields of a form that belong together, under a name of their own. */
import type { ReactNode } from 'react';
import styles from './FieldGroup.module.css';

export function FieldGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.title}>{title}</legend>
      <div className={styles.fields}>{children}</div>
    </fieldset>
  );
}

/** Settings for experts, folded away under a heading of their own. */
import type { ReactNode } from 'react';
import styles from './Fold.module.css';

export function Fold({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className={styles.fold}>
      <summary>{title}</summary>
      <div className={styles.inside}>{children}</div>
    </details>
  );
}

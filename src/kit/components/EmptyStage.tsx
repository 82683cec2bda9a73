/** What stands where pictures will be: what to do first. */
import type { ReactNode } from 'react';
import styles from './EmptyStage.module.css';

export function EmptyStage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.empty}>
      <div className={styles.cloth} aria-hidden />
      <h2>{title}</h2>
      <div className={styles.words}>{children}</div>
    </div>
  );
}

/** Settings that few need, folded away under a heading of their own. */
import type { ReactNode } from 'react';
import styles from './Fold.module.css';

interface FoldProps {
  title: string;
  children: ReactNode;
  /** Where somebody else has a say in whether it is unfolded; left out, its person alone. */
  open?: boolean;
  onToggle?: (open: boolean) => void;
}

export function Fold({ title, children, open, onToggle }: FoldProps) {
  return (
    <details className={styles.fold} open={open} onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}>
      <summary>{title}</summary>
      <div className={styles.inside}>{children}</div>
    </details>
  );
}

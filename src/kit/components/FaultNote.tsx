/** What went wrong, at the place where it happened: what happened, what to do next, and the means to do it. */
import { TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './FaultNote.module.css';
import { IconButton } from './IconButton.tsx';

interface FaultNoteProps {
  fault: { message: string; advice: string };
  /** What it is about, such as a file's name. */
  subject?: string;
  tone?: 'danger' | 'warning';
  onDismiss?: () => void;
  children?: ReactNode;
}

export function FaultNote({ fault, subject, tone = 'danger', onDismiss, children }: FaultNoteProps) {
  return (
    <div className={`${styles.note} ${styles[tone]}`} role="alert">
      <TriangleAlert aria-hidden size={18} />
      <div className={styles.words}>
        <p>
          {subject && <strong>{subject}: </strong>}
          {fault.message}
        </p>
        <p className={styles.advice}>{fault.advice}</p>
        {children && <div className={styles.actions}>{children}</div>}
      </div>
      {onDismiss && (
        <IconButton name={subject ? `Dismiss ${subject}` : 'Dismiss'} onClick={onDismiss}>
          <X aria-hidden size={16} />
        </IconButton>
      )}
    </div>
  );
}

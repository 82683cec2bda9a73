/** What went wrong, at the place where it happened: what happened, what to do next, and the means to do it. */
import { TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../buttons/IconButton.tsx';
import { t } from '../language/t.ts';
import styles from './ErrorNote.module.css';

interface ErrorNoteProps {
  error: { message: string; advice: string };
  /** What it is about, such as a file's name. */
  subject?: string;
  tone?: 'danger' | 'warning';
  onDismiss?: () => void;
  children?: ReactNode;
}

export function ErrorNote({ error, subject, tone = 'danger', onDismiss, children }: ErrorNoteProps) {
  return (
    <div className={`${styles.note} ${styles[tone]}`} role="alert">
      <TriangleAlert aria-hidden size={18} />
      <div className={styles.words}>
        <p>
          {subject && <strong>{subject}: </strong>}
          {error.message}
        </p>
        <p className={styles.advice}>{error.advice}</p>
        {children && <div className={styles.actions}>{children}</div>}
      </div>
      {onDismiss && (
        <IconButton name={subject ? t('Dismiss {subject}', { subject }) : t('Dismiss')} onClick={onDismiss}>
          <X aria-hidden size={16} />
        </IconButton>
      )}
    </div>
  );
}

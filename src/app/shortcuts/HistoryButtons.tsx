/** Undo and redo for the hand: there once something was done that can be taken back. */
import { Redo2, Undo2 } from 'lucide-react';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { useHistory } from '../../kit/history/history.ts';
import { t } from '../../kit/language/t.ts';
import styles from '../status/StatusLine.module.css';
import { redo, undo } from './undoing.ts';

export function HistoryButtons() {
  const last = useHistory(({ done }) => done.at(-1)?.what);
  const next = useHistory(({ undone }) => undone.at(-1)?.what);
  if (last === undefined && next === undefined) return null;
  return (
    <div className={styles.history}>
      {last !== undefined && (
        <IconButton name={t('Take back')} about={last} onClick={undo}>
          <Undo2 aria-hidden size={16} />
        </IconButton>
      )}
      {next !== undefined && (
        <IconButton name={t('Do again')} about={next} onClick={redo}>
          <Redo2 aria-hidden size={16} />
        </IconButton>
      )}
    </div>
  );
}

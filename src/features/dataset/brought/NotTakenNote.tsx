/** All files that were not taken, in one message: each reason once, with the names that it is for. */
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from './NotTakenNote.module.css';
import { groupNotTaken, type NotTaken } from './notTaken.ts';

interface NotTakenNoteProps {
  files: readonly NotTaken[];
  onDismiss: () => void;
}

export function NotTakenNote({ files, onDismiss }: NotTakenNoteProps) {
  const [first, ...others] = files;
  if (!first) return null;
  if (others.length === 0) return <ErrorNote error={first.error} subject={first.name} onDismiss={onDismiss} />;
  const error = {
    message: t('{files} files were not taken.', { files: files.length }),
    advice: t('Each is named here with what is wrong; the others were taken.'),
  };
  return (
    <ErrorNote error={error} onDismiss={onDismiss}>
      <ul className={styles.reasons}>
        {groupNotTaken(files).map(({ names, message, advice }) => (
          <li key={`${message} ${advice}`}>
            <strong>{names}: </strong>
            {message} <span className={styles.advice}>{advice}</span>
          </li>
        ))}
      </ul>
    </ErrorNote>
  );
}

/** A form's settings out as a file and in from one, with a list of what a file says that the form did not take. */
import { FileDown, FileUp } from 'lucide-react';
import { useState } from 'react';
import type { ErrorInfo } from '../../contract/errors.ts';
import { Button } from '../buttons/Button.tsx';
import { FileButton } from '../buttons/FileButton.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { t } from '../language/t.ts';
import styles from './SettingsFiles.module.css';
import { SETTINGS_FILE_TYPES } from './settingsText.ts';
import type { NotTaken } from './Taking.ts';

/** A file that a form was filled from. */
export interface OpenedSettings {
  /** The file's name. */
  name: string;
  /** Whose file it is. */
  program: string;
  /** How many settings were taken. */
  taken: number;
  notTaken: readonly NotTaken[];
}

interface SettingsFilesProps {
  opened: OpenedSettings | null;
  /** Why the last file could not be opened. */
  error: ErrorInfo | null;
  onOpen: (file: File) => void;
  /** Puts the form back as it was before the file. */
  onUndo: () => void;
  onDismiss: () => void;
  /** Null while a field has an error. */
  onSave: (() => void) | null;
  /** What `<input accept>` offers. */
  accept?: string;
}

const UNFINISHED = {
  get message() {
    return t('A field of this form has an error, so that its settings can’t be saved.');
  },
  get advice() {
    return t('Mend what is marked, then save them.');
  },
};

export function SettingsFiles({
  opened,
  error,
  onOpen,
  onUndo,
  onDismiss,
  onSave,
  accept = SETTINGS_FILE_TYPES,
}: SettingsFilesProps) {
  const [asked, setAsked] = useState(false);
  const save = () => {
    setAsked(true);
    onSave?.();
  };
  return (
    <>
      <div className={styles.tools}>
        <FileButton
          label={t('Open settings')}
          icon={FileUp}
          kind="quiet"
          accept={accept}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) onOpen(file);
            // So that the same file can be chosen again.
            currentTarget.value = '';
          }}
        />
        <Button kind="quiet" onClick={save}>
          <FileDown aria-hidden size={18} />
          {t('Save settings')}
        </Button>
      </div>
      {asked && !onSave && <ErrorNote error={UNFINISHED} onDismiss={() => setAsked(false)} />}
      {error && <ErrorNote error={error} onDismiss={onDismiss} />}
      {opened && (
        <section className={styles.opened} aria-label={t('Settings that were opened')}>
          <p role="status">{openedText(opened)}</p>
          {opened.notTaken.length > 0 && <NotTakenList notTaken={opened.notTaken} />}
          <div className={styles.tools}>
            <Button kind="quiet" onClick={onUndo}>
              {t('Undo')}
            </Button>
            <Button kind="quiet" onClick={onDismiss}>
              {t('Dismiss')}
            </Button>
          </div>
        </section>
      )}
    </>
  );
}

function openedText({ name, program, taken, notTaken }: OpenedSettings): string {
  const count = taken === 1 ? t('1 setting was') : t('{taken} settings were', { taken });
  return t('{count} taken from {name} ({program}). {rest}', {
    count,
    name,
    program,
    rest: notTaken.length === 0 ? t('That is all of it.') : t('Not taken as they stand there:'),
  });
}

function NotTakenList({ notTaken }: Pick<OpenedSettings, 'notTaken'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has nothing in it to be focused
    <ul className={styles.notTaken} aria-label={t('Settings that were not taken')} tabIndex={0}>
      {notTaken.map(({ name, value, why }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a file may say the same twice
        <li key={index}>
          <strong>
            {name}: {value}
          </strong>{' '}
          {why}
        </li>
      ))}
    </ul>
  );
}

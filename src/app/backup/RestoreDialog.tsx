/** What a backup holds, to be chosen from. */
import { useState } from 'react';
import { Button } from '../../kit/buttons/Button.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { Dialog } from '../../kit/dialogs/Dialog.tsx';
import { t } from '../../kit/language/t.ts';
import { dateTimeText } from '../../kit/text/numberText.ts';
import { sizeText } from '../../kit/text/sizeText.ts';
import styles from './Backup.module.css';
import { dismissBackup, type OpenedBackup, restoreChosen } from './backupStore.ts';

export function RestoreDialog({ opened }: { opened: OpenedBackup }) {
  const { fileName, writtenAt, units, broken, unreadable, freeBytes } = opened;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const chosen = units.filter(({ key }) => !left.has(key));
  const bytes = chosen.reduce((sum, unit) => sum + unit.bytes, 0);
  const fits = freeBytes === null || bytes <= freeBytes;
  const choose = (key: string, on: boolean) => {
    const others = [...left].filter((other) => other !== key);
    setLeft(new Set(on ? others : [...others, key]));
  };
  return (
    <Dialog
      title={t('Restore from a backup')}
      description={
        <p>
          {t(
            '{fileName}, written {date}. It comes in beside what is here: nothing is overwritten, and what is here already is passed over.',
            { fileName, date: dateText(writtenAt) },
          )}
        </p>
      }
      onClose={dismissBackup}
      actions={
        <>
          <Button
            kind="main"
            disabled={chosen.length === 0 || !fits}
            onClick={() => void restoreChosen(opened, new Set(chosen.map(({ key }) => key)))}
          >
            {t('Restore')}
          </Button>
          <Button onClick={dismissBackup}>{t('Cancel')}</Button>
        </>
      }
    >
      {broken !== null && (
        <ErrorNote
          tone="warning"
          error={{
            message: t('The file {broken}.', { broken }),
            advice: t('What is whole before that can be restored. Copy the file again for the rest.'),
          }}
        />
      )}
      {unreadable > 0 && (
        <ErrorNote
          tone="warning"
          error={{
            message: t('{unreadable} of its entries can’t be read, or are of a later version.', { unreadable }),
            advice: t('The others can be restored.'),
          }}
        />
      )}
      <div className={styles.choices}>
        {units.map(({ key, label, bytes: size }) => (
          <label key={key} className={styles.choice}>
            <input
              type="checkbox"
              checked={!left.has(key)}
              onChange={(event) => choose(key, event.currentTarget.checked)}
            />
            {label}
            <span className={styles.size}>{sizeText(size)}</span>
          </label>
        ))}
      </div>
      <p className={styles.text}>
        {units.length === 0 ? t('There is nothing in it.') : t('{size} are chosen', { size: sizeText(bytes) })}
        {units.length > 0 && (freeBytes === null ? '.' : t('; {size} are free.', { size: sizeText(freeBytes) }))}
      </p>
      {!fits && (
        <ErrorNote
          error={{
            message: t('The browser has no room for all of it.'),
            advice: t(
              'Choose less of it, or remove models, checkpoints, films or pictures that you don’t need any more.',
            ),
          }}
        />
      )}
    </Dialog>
  );
}

function dateText(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? t('at a time that it doesn’t tell') : dateTimeText(time);
}

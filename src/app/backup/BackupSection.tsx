/** Backup, in the library's column: all that is kept as one file, and back again. */
import { ArchiveRestore, HardDriveDownload } from 'lucide-react';
import { type ChangeEvent, useState } from 'react';
import { BACKUP_ENDING } from '../../contract/files/backup.ts';
import { msg } from '../../contract/message.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { FileButton } from '../../kit/buttons/FileButton.tsx';
import { ErrorNote } from '../../kit/components/ErrorNote.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { ProgressBar } from '../../kit/components/ProgressBar.tsx';
import { t } from '../../kit/language/t.ts';
import { sizeText } from '../../kit/text/sizeText.ts';
import styles from './Backup.module.css';
import { type BackupState, dismissBackup, giveUpBackup, openBackup, useBackup } from './backupStore.ts';

const BackupDialog = lazyPart(msg('Backing up'), async () => (await import('./BackupDialog.tsx')).BackupDialog);
const RestoreDialog = lazyPart(msg('Restoring'), async () => (await import('./RestoreDialog.tsx')).RestoreDialog);
const RestoredNote = lazyPart(msg('What was restored'), async () => (await import('./RestoredNote.tsx')).RestoredNote);

/** The chosen file. Its input is emptied, so that the same one can be chosen again. */
function takeFile({ currentTarget }: ChangeEvent<HTMLInputElement>): void {
  const [file] = currentTarget.files ?? [];
  if (file) void openBackup(file);
  currentTarget.value = '';
}

export function BackupSection() {
  const now = useBackup((state) => state.now);
  const [asking, setAsking] = useState(false);
  const busy = now.state === 'writing' || now.state === 'opening' || now.state === 'restoring';
  return (
    <section className={styles.section} aria-labelledby="backup">
      <h2 id="backup">{t('Backup')}</h2>
      <p className={styles.text}>
        {t('One file with your datasets, library, gallery, films, presets and forms. Models are not in it.')}
      </p>
      <Button disabled={busy} onClick={() => setAsking(true)}>
        <HardDriveDownload aria-hidden size={18} />
        {t('Back up')}
      </Button>
      <FileButton
        label={t('Restore')}
        icon={ArchiveRestore}
        accept={BACKUP_ENDING}
        disabled={busy}
        onChange={takeFile}
      />
      <Course now={now} />
      {asking && <BackupDialog onClose={() => setAsking(false)} />}
      {now.state === 'choosing' && <RestoreDialog opened={now.opened} />}
    </section>
  );
}

function Course({ now }: { now: BackupState }) {
  switch (now.state) {
    case 'opening':
      return <p role="status">{t('Reading {fileName}…', { fileName: now.fileName })}</p>;
    case 'writing':
      return <UnderWay label={t('Writing the backup')} fraction={now.fraction} press={t('Stop writing')} />;
    case 'restoring':
      return <UnderWay label={t('Restoring')} fraction={now.fraction} press={t('Stop restoring')} />;
    case 'failed':
      return <ErrorNote error={now.error} onDismiss={dismissBackup} />;
    case 'written':
      return (
        <p role="status" className={styles.text}>
          {t('{fileName} is written ({size}).', { fileName: now.fileName, size: sizeText(now.bytes) })}
          {now.left > 0 && t(' {left} damaged or unfinished entries are not in it.', { left: now.left })}
        </p>
      );
    case 'restored':
      return <RestoredNote {...now} />;
    default:
      return null;
  }
}

function UnderWay({ label, fraction, press }: { label: string; fraction: number | null; press: string }) {
  return (
    <>
      <ProgressBar label={label} fraction={fraction} />
      <Button kind="quiet" onClick={giveUpBackup}>
        {press}
      </Button>
    </>
  );
}

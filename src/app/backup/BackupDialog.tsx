/** Asks what is to be backed up. */
import { useState } from 'react';
import { Button } from '../../kit/buttons/Button.tsx';
import { Dialog } from '../../kit/dialogs/Dialog.tsx';
import { t } from '../../kit/language/t.ts';
import styles from './Backup.module.css';
import { backUp } from './backupStore.ts';
import { SECTION_NAMES, SECTIONS, type Section } from './records/sections.ts';

/** States of runs are large, and few come back to them. */
const AT_FIRST: readonly Section[] = SECTIONS.filter((section) => section !== 'checkpoints');

export function BackupDialog({ onClose }: { onClose: () => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<Section>>(new Set(AT_FIRST));
  const choose = (section: Section, on: boolean) => {
    setChosen(new Set(SECTIONS.filter((other) => (other === section ? on : chosen.has(other)))));
  };
  const write = () => {
    onClose();
    void backUp(chosen);
  };
  return (
    <Dialog
      title={t('Back up')}
      description={<p>{t('What is to be in the file? Nothing here changes, and nothing is sent anywhere.')}</p>}
      onClose={onClose}
      actions={
        <>
          <Button kind="main" disabled={chosen.size === 0} onClick={write}>
            {t('Write the backup')}
          </Button>
          <Button onClick={onClose}>{t('Cancel')}</Button>
        </>
      }
    >
      <div className={styles.choices}>
        {SECTIONS.map((section) => (
          <label key={section} className={styles.choice}>
            <input
              type="checkbox"
              checked={chosen.has(section)}
              onChange={(event) => choose(section, event.currentTarget.checked)}
            />
            {t(SECTION_NAMES[section])}
          </label>
        ))}
      </div>
    </Dialog>
  );
}

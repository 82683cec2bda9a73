/** The way back from elsewhere: a zip, or the folder that the runner left. Both may be dropped anywhere, too. */
import { FolderInput, PackageCheck } from 'lucide-react';
import type { ChangeEvent } from 'react';
import { FileButton } from '../../../kit/buttons/FileButton.tsx';
import { t } from '../../../kit/language/t.ts';
import styles from './Home.module.css';
import { bringHome, useHome } from './home.ts';

/** Makes the browser ask for a folder; known to every browser, and to React by no other name. */
const ASK_FOR_FOLDER = { webkitdirectory: '' };

function bring({ currentTarget }: ChangeEvent<HTMLInputElement>): void {
  const files = [...(currentTarget.files ?? [])];
  if (files.length > 0) bringHome(files);
  // The same folder may be brought once more.
  currentTarget.value = '';
}

export function BringHome() {
  const reading = useHome((state) => state.reading);
  return (
    <div className={styles.bring}>
      <FileButton
        kind="quiet"
        label={t('Bring a run home (zip)')}
        icon={PackageCheck}
        accept=".zip"
        multiple
        disabled={reading}
        onChange={bring}
      />
      <FileButton
        kind="quiet"
        label={t('Bring a run home (folder)')}
        icon={FolderInput}
        disabled={reading}
        onChange={bring}
        {...ASK_FOR_FOLDER}
      />
    </div>
  );
}

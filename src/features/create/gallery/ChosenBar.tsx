/** What can be done with the chosen pictures, all at once. */
import { Columns2, Download, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../kit/buttons/Button.tsx';
import { t } from '../../../kit/language/t.ts';
import { notifyError } from '../../../session/noticesStore.ts';
import type { GalleryRecord } from '../galleryRecords.ts';
import { chooseAll } from './browsingStore.ts';
import styles from './ChosenBar.module.css';
import { MOST_COMPARED, PicturesSideBySide } from './PicturesSideBySide.tsx';
import { removeWithUndo } from './removeWithUndo.ts';
import { savePictures } from './savePictures.ts';

interface ChosenBarProps {
  chosen: readonly GalleryRecord[];
  /** All that are looked at. */
  shown: readonly GalleryRecord[];
}

export function ChosenBar({ chosen, shown }: ChosenBarProps) {
  const [comparing, setComparing] = useState(false);
  const ids = chosen.map(({ id }) => id);
  const comparable = chosen.length >= 2 && chosen.length <= MOST_COMPARED;
  return (
    <section className={styles.bar} aria-label={t('Chosen pictures')}>
      <output className={styles.count}>{t('{chosen} chosen', { chosen: chosen.length })}</output>
      <Button
        disabled={!comparable}
        title={comparable ? undefined : t('Two to {most} pictures stand side by side.', { most: MOST_COMPARED })}
        onClick={() => setComparing(true)}
      >
        <Columns2 aria-hidden size={16} />
        {t('Side by side')}
      </Button>
      <Button onClick={() => void savePictures(chosen).catch(notifyError)}>
        <Download aria-hidden size={16} />
        {t('Download as zip')}
      </Button>
      <Button onClick={() => void removeWithUndo(ids)}>
        <Trash2 aria-hidden size={16} />
        {t('Remove')}
      </Button>
      {chosen.length < shown.length && (
        <Button kind="quiet" onClick={() => chooseAll(shown.map(({ id }) => id))}>
          {t('Choose all {shown}', { shown: shown.length })}
        </Button>
      )}
      <Button kind="quiet" onClick={() => chooseAll([])}>
        <X aria-hidden size={16} />
        {t('Choose none')}
      </Button>
      {comparing && <PicturesSideBySide pictures={chosen} onClose={() => setComparing(false)} />}
    </section>
  );
}

/** Chosen pictures beside each other, each with that in which it was drawn differently. */
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { t } from '../../../kit/language/t.ts';
import type { GalleryPicture } from '../galleryState.ts';
import { differencesOf } from './differences.ts';
import styles from './PicturesSideBySide.module.css';

/** More than three rows of three are too small to be compared. */
export const MOST_COMPARED = 9;

interface PicturesSideBySideProps {
  pictures: readonly GalleryPicture[];
  onClose: () => void;
}

export function PicturesSideBySide({ pictures, onClose }: PicturesSideBySideProps) {
  const differences = differencesOf(pictures);
  const alike = differences.every((parts) => parts.length === 0);
  return (
    <Dialog
      wide
      title={t('{pictures} pictures side by side', { pictures: pictures.length })}
      description={
        alike
          ? t('All were drawn with the same settings.')
          : t('Below each stands what it was drawn with and others not.')
      }
      onClose={onClose}
      actions={
        <Button kind="main" onClick={onClose}>
          {t('Close')}
        </Button>
      }
    >
      <ul className={styles.pictures} aria-label={t('Pictures side by side')}>
        {pictures.map(({ id, url, settings }, place) => (
          <li key={id}>
            <img src={url} alt={settings.prompt} width={settings.size} height={settings.size} decoding="async" />
            <p>{differences[place]?.join(' · ')}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

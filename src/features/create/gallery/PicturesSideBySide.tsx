/** Chosen pictures beside each other, each with that in which it was drawn differently. */
import { Button } from '../../../kit/buttons/Button.tsx';
import { Dialog } from '../../../kit/dialogs/Dialog.tsx';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import type { GalleryRecord } from '../galleryRecords.ts';
import { differencesOf } from './differences.ts';
import styles from './PicturesSideBySide.module.css';

/** More than three rows of three are too small to be compared. */
export const MOST_COMPARED = 9;

interface PicturesSideBySideProps {
  pictures: readonly GalleryRecord[];
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
        {pictures.map((picture, place) => (
          <li key={picture.id}>
            <Chosen picture={picture} />
            <p>{differences[place]?.join(' · ')}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Chosen({ picture: { png, settings } }: { picture: GalleryRecord }) {
  const url = useImageUrl(png);
  if (!url) return null;
  return <img src={url} alt={settings.prompt} width={settings.size} height={settings.size} decoding="async" />;
}

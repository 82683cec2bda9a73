/** One drawn picture with its settings, to be downloaded, drawn again or removed. */
import { Download, RotateCcw, Trash2 } from 'lucide-react';
import { buttonClass } from '../../kit/buttons/Button.tsx';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { measuredTimeText } from '../../kit/text/durationText.ts';
import { fileName, settingsLine } from '../drawing/settings/settingsText.ts';
import styles from './Gallery.module.css';
import type { GalleryPicture } from './galleryState.ts';
import { removePicture, reuseSettings } from './galleryStore.ts';

export function GalleryTile({ picture }: { picture: GalleryPicture }) {
  const { id, url, settings, seconds } = picture;
  return (
    <>
      <img src={url} alt={settings.prompt} width={settings.size} height={settings.size} decoding="async" />
      <div className={styles.caption}>
        <p className={styles.prompt}>{settings.prompt}</p>
        {settings.negativePrompt !== '' && <p className={styles.settings}>without {settings.negativePrompt}</p>}
        <p className={styles.settings}>
          {settingsLine(settings, picture)} · {measuredTimeText(seconds)}
        </p>
        <div className={styles.actions}>
          <a className={buttonClass('plain')} href={url} download={fileName(settings.prompt, settings.seed, 'png')}>
            <Download aria-hidden size={16} />
            Download PNG
          </a>
          <IconButton name="Use these settings again" onClick={() => void reuseSettings(picture)}>
            <RotateCcw aria-hidden size={16} />
          </IconButton>
          <IconButton name="Remove from the gallery" onClick={() => void removePicture(id)}>
            <Trash2 aria-hidden size={16} />
          </IconButton>
        </div>
      </div>
    </>
  );
}

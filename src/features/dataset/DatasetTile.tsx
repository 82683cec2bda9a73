/** One image of the dataset: as it will be trained on, with its name and what there is to know about it. */
import { X } from 'lucide-react';
import { memo, useId } from 'react';
import { PICTURE_SETTINGS } from '../../contract/settings/pictureSettings.ts';
import { IconButton } from '../../kit/components/IconButton.tsx';
import styles from './DatasetPanel.module.css';
import { captionImage, removeImage } from './datasetEdits.ts';
import type { DatasetImage } from './datasetStore.ts';

interface DatasetTileProps {
  image: DatasetImage;
  /** What there is to be said of its caption. */
  warning: string | null;
}

/** Drawn anew only when it changes itself: among hundreds a caption is typed, or one more comes. */
export const DatasetTile = memo(function DatasetTile({ image, warning }: DatasetTileProps) {
  const { id, name, url, side, sourceWidth, sourceHeight, notes, caption } = image;
  const warningId = useId();
  return (
    <li className={styles.tile}>
      <img src={url} alt={name} width={side} height={side} decoding="async" />
      <div className={styles.remove}>
        <IconButton name={`Remove ${name}`} onClick={() => void removeImage(id)}>
          <X aria-hidden size={16} />
        </IconButton>
      </div>
      <p className={styles.name}>{name}</p>
      <p className={styles.facts}>
        {sourceWidth} × {sourceHeight} px
      </p>
      <textarea
        className={styles.caption}
        aria-label={`Caption of ${name}`}
        aria-describedby={warning ? warningId : undefined}
        placeholder="Caption: the instance prompt"
        rows={2}
        maxLength={PICTURE_SETTINGS.prompt.limits.max}
        value={caption}
        onChange={(event) => captionImage(id, event.currentTarget.value)}
      />
      {warning && (
        <p id={warningId} className={styles.note}>
          {warning}
        </p>
      )}
      {notes.map((note) => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
    </li>
  );
});

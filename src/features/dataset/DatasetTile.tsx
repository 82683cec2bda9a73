/** One image of the dataset: as it will be trained on, with its name and what there is to know about it. */
import { Crop, X } from 'lucide-react';
import { memo, useId, useState } from 'react';
import { msg } from '../../contract/message.ts';
import { PICTURE_SETTINGS } from '../../contract/settings/pictureSettings.ts';
import type { PromptCheck } from '../../contract/studioWorker.ts';
import { Button } from '../../kit/buttons/Button.tsx';
import { IconButton } from '../../kit/buttons/IconButton.tsx';
import { ErrorBoundary } from '../../kit/components/ErrorBoundary.tsx';
import { lazyPart } from '../../kit/components/lazyPart.tsx';
import { NearItem } from '../../kit/components/NearItem.tsx';
import { ComingImage } from '../../kit/images/ComingImage.tsx';
import { useImageUrl } from '../../kit/images/useImageUrl.ts';
import { knownInWords, t } from '../../kit/language/t.ts';
import { useCaptionCheck } from './captions/captionCheck.ts';
import { captionImage } from './captions/captionImage.ts';
import styles from './DatasetPanel.module.css';
import type { ImageRecord } from './imageRecords.ts';
import { removeWithUndo } from './removeImages.ts';

const CropDialog = lazyPart(msg('Cropping'), async () => (await import('./crops/CropDialog.tsx')).CropDialog);

interface DatasetTileProps {
  image: ImageRecord;
  /** Whether it is there at once, and not only when it comes near. */
  first: boolean;
  /** What there is to be said of a caption, by what the text encoder sees of it. */
  captionWarning: (caption: string, check: PromptCheck | null) => string | null;
}

/** Drawn anew only when it changes itself: among hundreds a caption is typed, or one more comes. */
export const DatasetTile = memo(function DatasetTile(props: DatasetTileProps) {
  const { image, first } = props;
  return (
    <NearItem className={styles.tile} first={first} stays>
      <ErrorBoundary
        what={`“${image.name}”`}
        actions={<Button onClick={() => void removeWithUndo([image])}>{t('Remove it')}</Button>}
      >
        <TileContent {...props} />
      </ErrorBoundary>
    </NearItem>
  );
});

function TileContent({ image, captionWarning }: DatasetTileProps) {
  const { id, name, bytes, side, notes, caption } = image;
  const [cropping, setCropping] = useState(false);
  const url = useImageUrl(bytes);
  const warning = captionWarning(caption, useCaptionCheck(caption));
  const warningId = useId();
  return (
    <>
      <ComingImage url={url} alt={name} side={side} />
      <div className={styles.actsOnIt}>
        <IconButton name={t('Crop {name}', { name })} onClick={() => setCropping(true)}>
          <Crop aria-hidden size={16} />
        </IconButton>
        <IconButton name={t('Remove {name}', { name })} onClick={() => void removeWithUndo([image])}>
          <X aria-hidden size={16} />
        </IconButton>
      </div>
      <p className={styles.name}>{name}</p>
      <p className={styles.facts}>{sizeText(image)}</p>
      <textarea
        className={styles.caption}
        aria-label={t('Caption of {name}', { name })}
        aria-describedby={warning ? warningId : undefined}
        placeholder={t('Caption: the instance prompt')}
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
          {knownInWords(note)}
        </p>
      ))}
      {cropping && <CropDialog image={image} onClose={() => setCropping(false)} />}
    </>
  );
}

/** The photograph's size, and how much of it is shown where that was chosen. */
function sizeText({ sourceWidth, sourceHeight, crop }: ImageRecord): string {
  if (!crop) return t('{sourceWidth} × {sourceHeight} px', { sourceWidth, sourceHeight });
  return t('{side} × {side} of {sourceWidth} × {sourceHeight} px', { side: crop.side, sourceWidth, sourceHeight });
}

/** One drawn picture with its settings, to be marked, chosen, downloaded, drawn again or removed. */
import {
  Dices,
  Download,
  Grid3x3,
  Paintbrush,
  Palette,
  RotateCcw,
  SquareSplitHorizontal,
  Star,
  Trash2,
} from 'lucide-react';
import { memo } from 'react';
import { msg } from '../../../contract/message.ts';
import { buttonClass } from '../../../kit/buttons/Button.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { ComingImage } from '../../../kit/images/ComingImage.tsx';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { measuredTimeText } from '../../../kit/text/durationText.ts';
import { notifyError } from '../../../session/noticesStore.ts';
import { PictureMenu } from '../../drawing/fields/PictureMenu.tsx';
import { fileName, settingsLine } from '../../drawing/settings/settingsText.ts';
import { compareWithBase, useIsPersonal } from '../base/beforeAfterStore.ts';
import type { GalleryRecord } from '../galleryRecords.ts';
import { markPicture, reuseSettings, varyPicture } from '../galleryStore.ts';
import { openPalette } from '../palette/paletteStore.ts';
import { openAsTile } from '../tile/tileStore.ts';
import { choose } from './browsingStore.ts';
import styles from './Gallery.module.css';
import { removeWithUndo } from './removeWithUndo.ts';

interface GalleryTileProps {
  picture: GalleryRecord;
  chosen: boolean;
}

const AS_TILE = {
  name: msg('Repeat as a tile'),
  icon: Grid3x3,
  use: (picture: GalleryRecord) => void openAsTile(picture),
};
const COLOURS = {
  name: msg('Colours of the cloth'),
  icon: Palette,
  use: (picture: GalleryRecord) => void openPalette(picture),
};
const DRAW_OVER = {
  name: msg('Draw over this'),
  icon: Paintbrush,
  use: (picture: GalleryRecord) =>
    void import('../over/overSource.ts').then(({ takePicture }) => takePicture(picture)).catch(notifyError),
};
const OWN = [DRAW_OVER, AS_TILE, COLOURS];
const COMPARE = [
  ...OWN,
  {
    name: msg('Compare with the base'),
    icon: SquareSplitHorizontal,
    use: (picture: GalleryRecord) => void compareWithBase(picture),
  },
];

export const GalleryTile = memo(function GalleryTile({ picture, chosen }: GalleryTileProps) {
  const { id, png, settings, seconds, favourite = false } = picture;
  const url = useImageUrl(png);
  const personal = useIsPersonal(picture);
  return (
    <>
      <div className={styles.frame} data-chosen={chosen || undefined}>
        <ComingImage url={url} alt={settings.prompt} side={settings.size} />
        <input
          type="checkbox"
          className={styles.choose}
          aria-label={t('Choose this picture')}
          checked={chosen}
          onChange={(event) => choose(id, event.currentTarget.checked)}
        />
      </div>
      <div className={styles.caption}>
        <p className={styles.prompt}>{settings.prompt}</p>
        {settings.negativePrompt !== '' && (
          <p className={styles.settings}>
            {t('without {negativePrompt}', { negativePrompt: settings.negativePrompt })}
          </p>
        )}
        <p className={styles.settings}>
          {settingsLine(settings, picture)} · {measuredTimeText(seconds)}
        </p>
        <div className={styles.actions}>
          <a
            className={buttonClass('plain')}
            href={url ?? undefined}
            download={fileName(settings.prompt, settings.seed, 'png')}
          >
            <Download aria-hidden size={16} />
            {t('Download PNG')}
          </a>
          <IconButton name={t('Favourite')} pressed={favourite} onClick={() => void markPicture(id, !favourite)}>
            <Star aria-hidden size={16} fill={favourite ? 'currentColor' : 'none'} />
          </IconButton>
          <IconButton name={t('Use these settings again')} onClick={() => void reuseSettings(picture)}>
            <RotateCcw aria-hidden size={16} />
          </IconButton>
          <IconButton name={t('Vary this: four more seeds')} onClick={() => void varyPicture(picture)}>
            <Dices aria-hidden size={16} />
          </IconButton>
          <PictureMenu picture={picture} own={personal ? COMPARE : OWN} />
          <IconButton name={t('Remove from the gallery')} onClick={() => void removeWithUndo([id])}>
            <Trash2 aria-hidden size={16} />
          </IconButton>
        </div>
      </div>
    </>
  );
});

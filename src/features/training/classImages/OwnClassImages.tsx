/** Class images of a person's own: chosen or dropped, looked at, taken out again. */
import { ImagePlus, X } from 'lucide-react';
import { FileButton } from '../../../kit/buttons/FileButton.tsx';
import { IconButton } from '../../../kit/buttons/IconButton.tsx';
import { DropArea, useFileDrop } from '../../../kit/components/DropArea.tsx';
import { ErrorNote } from '../../../kit/components/ErrorNote.tsx';
import { Fold } from '../../../kit/components/Fold.tsx';
import { SettingField } from '../../../kit/fields/SettingField.tsx';
import { useImageUrl } from '../../../kit/images/useImageUrl.ts';
import { t } from '../../../kit/language/t.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';
import type { LoraField } from '../form/trainSettings.ts';
import styles from './KeptClassImages.module.css';
import {
  addOwnClassImages,
  dismissClassImageError,
  type OwnClassImage,
  removeOwnClassImage,
  useOwnClassImages,
} from './ownClassImages.ts';

export function OwnClassImages({ field }: { field: LoraField }) {
  const { images, reading, errors } = useOwnClassImages();
  const { area, input } = useFileDrop((files) => void addOwnClassImages(files));
  return (
    <Fold title={t('Own class images')}>
      <DropArea {...area} kind="plain" className={styles.kept}>
        <SettingField {...field('ownClassImages')} />
        <FileButton {...input} label={t('Add class images')} icon={ImagePlus} multiple accept="image/*" />
        {images.length > 0 && (
          <>
            <p className={styles.facts}>
              {images.length === 1 ? t('1 image') : t('{images} images', { images: images.length })} ·{' '}
              {sizeText(images.reduce((sum, { png }) => sum + png.byteLength, 0))}
            </p>
            <ul className={styles.tiles} aria-label={t('Own class images')}>
              {images.map((image) => (
                <Tile key={image.id} image={image} />
              ))}
            </ul>
          </>
        )}
        {reading.length > 0 && <p className={styles.facts}>{t('Reading {reading}…', { reading: reading[0] })}</p>}
        {errors.map(({ id, name, error }) => (
          <ErrorNote key={id} error={error} subject={name} onDismiss={() => dismissClassImageError(id)} />
        ))}
      </DropArea>
    </Fold>
  );
}

function Tile({ image: { id, name, png } }: { image: OwnClassImage }) {
  const url = useImageUrl(png);
  return (
    <li className={styles.tile}>
      {url && <img src={url} alt={name} decoding="async" />}
      <IconButton name={t('Remove {name} from the class', { name })} onClick={() => void removeOwnClassImage(id)}>
        <X aria-hidden size={14} />
      </IconButton>
    </li>
  );
}

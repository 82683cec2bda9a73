/** What an image is cut out of: its photograph, or where that isn't there, what is there of it. */
import { studioError } from '../../../contract/errors.ts';
import type { Crop } from '../../../contract/pictures/crop.ts';
import type { PhotographSize } from '../../../contract/pictures/photograph.ts';
import { t } from '../../../kit/language/t.ts';
import type { ImageRecord } from '../imageRecords.ts';
import { originalRecords } from './originalRecords.ts';
import { keepOriginal } from './originals.ts';

export interface CropSource extends PhotographSize {
  file: Blob;
  /** By which it is kept; null where nothing was kept but the square. */
  id: string | null;
  /** What the image shows of it. */
  crop: Crop | undefined;
}

/** @throws StorageError */
export async function photographOf({ original, bytes, side, crop }: ImageRecord): Promise<CropSource> {
  const [kept] = original ? (await originalRecords.readSome([original])).records : [];
  if (kept) return { file: kept.file, id: kept.id, width: kept.width, height: kept.height, crop };
  return { file: bytes, id: null, width: side, height: side, crop: undefined };
}

/** Whether more was added than is there: the photograph of an image that an earlier version, or a full storage, kept as a square. */
export function isPartOnly({ id, width, height }: CropSource, image: ImageRecord): boolean {
  return id === null && (width !== image.sourceWidth || height !== image.sourceHeight);
}

/** The id of the photograph; a square of which nothing more is there becomes one. @throws StudioError `storage-full` */
export async function keptSource(source: CropSource): Promise<string> {
  const id = source.id ?? (await keepOriginal(source.file, source));
  if (id !== undefined) return id;
  throw studioError(
    'storage-full',
    t('The picture as it is now could not be kept, and would be lost.'),
    t('Free some room in the browser’s storage, and crop it again.'),
  );
}

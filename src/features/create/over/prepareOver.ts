/** What a picture is drawn over, brought to the size that is drawn. */
import { pngBlob } from '../../../kit/images/storedPng.ts';
import { maskAt, squareAt } from '../../../session/imageClient.ts';
import type { GalleryRecord } from '../galleryRecords.ts';
import type { OverOrder } from './overState.ts';

/** As it is sent to be drawn over, and kept with the picture. @throws StudioError where the file can't be read any more */
export async function prepareOver(
  { file, digest, mask, strength }: OverOrder,
  size: number,
): Promise<NonNullable<GalleryRecord['over']>> {
  const { png } = await squareAt(file, size);
  return { digest, strength, picture: pngBlob(png), mask: mask && pngBlob(await maskAt(mask, size)) };
}

/** A picture that is looked at as a tile, decoded. */
import { studioError } from '../../../src/contract/errors.ts';

/** @throws StudioError `image-damaged` */
export async function tileBitmap(picture: Blob): Promise<ImageBitmap> {
  return createImageBitmap(picture).catch(() => {
    throw studioError('image-damaged', 'This picture cannot be decoded.', 'Draw it anew with its settings.');
  });
}

/** The pixels of a picture as they are, whatever its shape. */
import type { Picture } from '../../../src/contract/drawing.ts';
import { studioError } from '../../../src/contract/errors.ts';
import { canvasOf } from '../canvas.ts';

/** @throws StudioError `image-damaged` */
export async function bitmapOf(picture: Blob): Promise<ImageBitmap> {
  return createImageBitmap(picture).catch(() => {
    throw studioError('image-damaged', 'This picture cannot be decoded.', 'Draw it anew with its settings.');
  });
}

/** @throws StudioError `image-damaged`, `out-of-memory` */
export async function pixelsOf(picture: Blob): Promise<Picture> {
  const bitmap = await bitmapOf(picture);
  try {
    const [, drawing] = canvasOf(bitmap);
    drawing.drawImage(bitmap, 0, 0);
    const { width, height, data } = drawing.getImageData(0, 0, bitmap.width, bitmap.height);
    return { width, height, rgba: new Uint8ClampedArray(data) };
  } finally {
    bitmap.close();
  }
}

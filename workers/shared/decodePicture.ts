/** Dataset images, as they were prepared, to pictures of the model's size. */

import type { Picture } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';

/** Decodes a square PNG, JPEG or WebP and resizes it to `size` × `size`. Throws the error `image-damaged`. */
export async function decodePicture(bytes: Blob | ArrayBuffer, size: number): Promise<Picture> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(new Blob([bytes]), {
      resizeWidth: size,
      resizeHeight: size,
      resizeQuality: 'high',
    });
  } catch {
    throw studioError(
      'image-damaged',
      'One of the images can no longer be read.',
      'Remove it from the dataset and add it again.',
    );
  }
  try {
    const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
    if (!context) throw studioError('internal', 'This browser gives no canvas to a worker.', 'Use a recent browser.');
    context.drawImage(bitmap, 0, 0);
    return {
      width: size,
      height: size,
      rgba: context.getImageData(0, 0, size, size).data as Uint8ClampedArray<ArrayBuffer>,
    };
  } finally {
    bitmap.close();
  }
}

/** The pixels of a picture that the studio itself has written. */
import type { Picture } from '../../src/contract/drawing.ts';
import { canvasOf } from './canvas.ts';

/** @throws DOMException where the bytes are no picture; StudioError `out-of-memory` */
export async function picturePixels(bytes: Blob | ArrayBuffer): Promise<Picture> {
  return bitmapPixels(await createImageBitmap(new Blob([bytes])));
}

/** The bitmap, which is closed then, as pixels. @throws StudioError `out-of-memory` */
export function bitmapPixels(bitmap: ImageBitmap): Picture {
  try {
    const { width, height } = bitmap;
    const [, drawing] = canvasOf({ width, height });
    drawing.drawImage(bitmap, 0, 0);
    return { width, height, rgba: new Uint8ClampedArray(drawing.getImageData(0, 0, width, height).data) };
  } finally {
    bitmap.close();
  }
}

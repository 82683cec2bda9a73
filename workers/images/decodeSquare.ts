/** Decodes an image upright and draws its middle square, no larger than the dataset needs. */

import type { Picture } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';
import { canvasOf, canvasPng } from './canvas.ts';
import { damaged, type Inspection } from './inspectImage.ts';

/** Pixels a side that are kept: half again as much as the largest size that is trained on. */
const LARGEST_SIDE = 768;

export interface Square {
  png: Uint8Array<ArrayBuffer>;
  side: number;
  /** The upright picture's size. */
  sourceWidth: number;
  sourceHeight: number;
}

/** @throws StudioError `image-damaged` or `image-unsupported` when the browser cannot decode it */
async function decode(bytes: Uint8Array<ArrayBuffer>, found: Inspection): Promise<ImageBitmap> {
  try {
    // Turns the picture upright by its EXIF orientation, and its colours into sRGB.
    return await createImageBitmap(new Blob([bytes]), { imageOrientation: 'from-image' });
  } catch {
    if (found.cmyk) {
      throw studioError(
        'image-unsupported',
        'This image is in print colours (CMYK), which this browser cannot show.',
        'Convert it to RGB in an image editor and add it again.',
      );
    }
    throw damaged(`its ${found.format} data cannot be decoded`);
  }
}

/** @throws StudioError `image-damaged`, `image-unsupported` or `out-of-memory` */
export async function decodeSquare(bytes: Uint8Array<ArrayBuffer>, found: Inspection): Promise<Square> {
  const bitmap = await decode(bytes, found);
  try {
    const { width, height } = bitmap;
    const crop = Math.min(width, height);
    const side = Math.min(crop, LARGEST_SIDE);
    const [canvas, drawing] = canvasOf({ width: side, height: side });
    // What is transparent becomes white.
    drawing.fillStyle = '#fff';
    drawing.fillRect(0, 0, side, side);
    drawing.imageSmoothingQuality = 'high';
    drawing.drawImage(bitmap, (width - crop) / 2, (height - crop) / 2, crop, crop, 0, 0, side, side);
    return { png: await canvasPng(canvas), side, sourceWidth: width, sourceHeight: height };
  } finally {
    bitmap.close();
  }
}

/** The picture's pixels as a PNG file, without loss. */
export function pictureToPng(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
  const [canvas, drawing] = canvasOf(picture);
  drawing.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
  return canvasPng(canvas);
}

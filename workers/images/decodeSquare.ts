/** Decodes an image upright and draws its middle square, no larger than the dataset needs. */

import type { Picture } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import { canvasOf, canvasPng } from './canvas.ts';
import type { Orientation } from './formats/exif.ts';
import type { Turn } from './imageHeader.ts';
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
    const file = found.turn ? withoutChunk(bytes, found.turn) : bytes;
    return await createImageBitmap(new Blob([file]), { imageOrientation: 'from-image' });
  } catch {
    if (found.cmyk) {
      throw studioError(
        'image-unsupported',
        'This image is in print colours (CMYK), which this browser cannot show.',
        'Convert it to RGB in an image editor and add it again.',
      );
    }
    throw damaged(say('its {format} data cannot be decoded', { format: found.format }));
  }
}

/** The file with the chunk that tells its orientation under a name that nobody knows: what turns it is one alone. */
function withoutChunk(bytes: Uint8Array<ArrayBuffer>, { chunk }: Turn): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  copy.set([0x58, 0x58, 0x58, 0x58], chunk);
  return copy;
}

/**
 * The canvas transform, in units of the square's side, that turns a stored square upright (Exif 2.32, tag 0x0112: which
 * side of the picture the first row and the first column are).
 */
const UPRIGHT: Record<Orientation, [a: number, b: number, c: number, d: number, e: number, f: number]> = {
  1: [1, 0, 0, 1, 0, 0],
  2: [-1, 0, 0, 1, 1, 0],
  3: [-1, 0, 0, -1, 1, 1],
  4: [1, 0, 0, -1, 0, 1],
  5: [0, 1, 1, 0, 0, 0],
  6: [0, 1, -1, 0, 1, 0],
  7: [0, -1, -1, 0, 1, 1],
  8: [0, -1, 1, 0, 0, 1],
};

/** @throws StudioError `image-damaged`, `image-unsupported` or `out-of-memory` */
export async function decodeSquare(bytes: Uint8Array<ArrayBuffer>, found: Inspection): Promise<Square> {
  const { canvas, drawing: _, ...sizes } = await squareCanvas(bytes, found, LARGEST_SIDE);
  return { ...sizes, png: await canvasPng(canvas) };
}

/** The middle square before it is a file. */
interface DrawnSquare extends Omit<Square, 'png'> {
  canvas: OffscreenCanvas;
  drawing: OffscreenCanvasRenderingContext2D;
}

/** The image's middle square, upright, of `largest` pixels a side at most. @throws StudioError as above */
export async function squareCanvas(
  bytes: Uint8Array<ArrayBuffer>,
  found: Inspection,
  largest: number,
): Promise<DrawnSquare> {
  const bitmap = await decode(bytes, found);
  try {
    const { width, height } = bitmap;
    const crop = Math.min(width, height);
    const side = Math.min(crop, largest);
    const [canvas, drawing] = canvasOf({ width: side, height: side });
    // What is transparent becomes white.
    drawing.fillStyle = '#fff';
    drawing.fillRect(0, 0, side, side);
    drawing.imageSmoothingQuality = 'high';
    const orientation = found.turn?.orientation ?? 1;
    const [a, b, c, d, e, f] = UPRIGHT[orientation];
    drawing.setTransform(a, b, c, d, e * side, f * side);
    drawing.drawImage(bitmap, (width - crop) / 2, (height - crop) / 2, crop, crop, 0, 0, side, side);
    // From 5 on rows are columns.
    const [sourceWidth, sourceHeight] = orientation >= 5 ? [height, width] : [width, height];
    return { canvas, drawing, side, sourceWidth, sourceHeight };
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

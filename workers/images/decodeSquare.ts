/** Decodes an image upright and draws its middle square, no larger than the dataset needs. */

import type { Picture } from '../../src/contract/drawing.ts';
import { canvasOf, canvasPng } from './canvas.ts';
import { decode, UPRIGHT } from './decodeImage.ts';
import type { Inspection } from './inspectImage.ts';

/** Pixels a side that are kept: half again as much as the largest size that is trained on. */
export const LARGEST_SIDE = 768;

export interface Square {
  png: Uint8Array<ArrayBuffer>;
  side: number;
  /** The upright picture's size. */
  sourceWidth: number;
  sourceHeight: number;
}

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

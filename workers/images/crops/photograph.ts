/** A photograph as it was added, decoded once for all that is cut out of it. */
import { canvasOf, canvasPng } from '../canvas.ts';
import { decode, UPRIGHT } from '../decodeImage.ts';
import { readImageFile } from '../readImageFile.ts';

export interface Photograph {
  /** Upright. */
  width: number;
  height: number;
  /** Draws it upright, its left upper corner where the drawing's is. */
  drawOn: (drawing: OffscreenCanvasRenderingContext2D) => void;
}

/**
 * Opens a photograph for as long as it is used.
 * @throws StudioError that says what is wrong with the file, or `out-of-memory`
 */
export async function withPhotograph<R>(file: Blob, use: (photograph: Photograph) => Promise<R>): Promise<R> {
  const { bytes, found } = await readImageFile(file);
  const bitmap = await decode(bytes, found);
  try {
    const orientation = found.turn?.orientation ?? 1;
    const [a, b, c, d, e, f] = UPRIGHT[orientation];
    // From 5 on rows are columns.
    const [width, height] = orientation >= 5 ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
    const drawOn = (drawing: OffscreenCanvasRenderingContext2D) => {
      drawing.transform(a, b, c, d, e * width, f * height);
      drawing.drawImage(bitmap, 0, 0);
    };
    return await use({ width, height, drawOn });
  } finally {
    bitmap.close();
  }
}

/** The whole of it as a PNG, its longer side no longer than `most` pixels: to be looked at, not to be learnt from. */
export async function previewOf({ width, height, drawOn }: Photograph, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const scale = Math.min(1, most / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const [canvas, drawing] = canvasOf(size);
  drawing.fillStyle = '#fff';
  drawing.fillRect(0, 0, size.width, size.height);
  drawing.imageSmoothingQuality = 'high';
  drawing.scale(size.width / width, size.height / height);
  drawOn(drawing);
  return canvasPng(canvas);
}

/** Canvases in a worker. */
import { studioError } from '../../src/contract/errors.ts';

/**
 * @param often whether its pixels are read back many times, for which it had better lie in ordinary memory
 * @throws StudioError `out-of-memory` where the browser gives none of this size
 */
export function canvasOf(
  size: { width: number; height: number },
  often = false,
): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const drawing = canvas.getContext('2d', { willReadFrequently: often });
  if (!drawing)
    throw studioError('out-of-memory', 'The browser gave no room for drawing.', 'Close other tabs and try again.');
  return [canvas, drawing];
}

/** The canvas as a PNG file, without loss. */
export async function canvasPng(canvas: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

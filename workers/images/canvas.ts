/** Canvases in a worker. */
import { Failure } from '../shared/outcome.ts';

/** @throws Failure `out-of-memory` where the browser gives none of this size */
export function canvasOf(size: {
  width: number;
  height: number;
}): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(size.width, size.height);
  const drawing = canvas.getContext('2d');
  if (!drawing)
    throw new Failure('out-of-memory', 'The browser gave no room for drawing.', 'Close other tabs and try again.');
  return [canvas, drawing];
}

/** The canvas as a PNG file, without loss. */
export async function canvasPng(canvas: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

/** A mask between its file, white on black, and the canvas on which it is painted, where what stays is transparent. */

/** Shows a mask on a canvas, in the colour that the canvas paints with; null clears it. */
export async function showMask(drawing: CanvasRenderingContext2D, mask: Blob | null): Promise<void> {
  const { width, height } = drawing.canvas;
  const bitmap = mask && (await createImageBitmap(mask));
  drawing.globalCompositeOperation = 'source-over';
  drawing.clearRect(0, 0, width, height);
  if (!bitmap) return;
  drawing.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const pixels = drawing.getImageData(0, 0, width, height);
  for (let i = 0; i < pixels.data.length; i += 4) pixels.data[i + 3] = (pixels.data[i] as number) >= 128 ? 255 : 0;
  drawing.putImageData(pixels, 0, 0);
  drawing.globalCompositeOperation = 'source-in';
  drawing.fillRect(0, 0, width, height);
}

/** The painted mask as a file; null where nothing is painted. */
export async function maskFile(drawing: CanvasRenderingContext2D): Promise<Blob | null> {
  const { width, height } = drawing.canvas;
  const pixels = drawing.getImageData(0, 0, width, height);
  let isPainted = false;
  for (let i = 0; i < pixels.data.length; i += 4) {
    const isWhite = (pixels.data[i + 3] as number) >= 128;
    pixels.data.fill(isWhite ? 255 : 0, i, i + 3);
    pixels.data[i + 3] = 255;
    isPainted ||= isWhite;
  }
  if (!isPainted) return null;
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

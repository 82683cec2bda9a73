/** Pixels of what the studio drew, and how far two pictures lie apart. */
import type { Locator } from '@playwright/test';

/** RGBA of an image on the page, at its own size. */
export async function pixelsOf(image: Locator): Promise<Uint8Array> {
  const base64 = await image.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    const { naturalWidth: width, naturalHeight: height } = element;
    const drawing = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!drawing) throw new Error('no canvas');
    drawing.drawImage(element, 0, 0);
    return btoa(
      Array.from(drawing.getImageData(0, 0, width, height).data, (byte) => String.fromCharCode(byte)).join(''),
    );
  });
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** RGBA of a canvas on the page, at its own size. */
export async function pixelsOfCanvas(canvas: Locator): Promise<Uint8Array> {
  const base64 = await canvas.evaluate((element: HTMLCanvasElement) => {
    const drawing = element.getContext('2d');
    if (!drawing) throw new Error('no canvas');
    const { data } = drawing.getImageData(0, 0, element.width, element.height);
    return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
  });
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** Mean distance of two pictures' bytes, 0 to 255. */
export function meanDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error('pictures of different sizes');
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / a.length;
}

/** The largest distance of two pictures' bytes. */
export function largestDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs((a[i] ?? 0) - (b[i] ?? 0)));
  return largest;
}

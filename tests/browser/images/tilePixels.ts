/** What a tile of the dataset shows, as colours. */
import type { Locator } from '@playwright/test';
import type { CORNERS, Rgb } from './pictureFiles.ts';

export type Corners = Record<keyof typeof CORNERS, Rgb>;

/** The colours a quarter of the way in from each corner of an image on the page. */
export function cornersOf(image: Locator): Promise<Corners> {
  return image.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    const { naturalWidth: width, naturalHeight: height } = element;
    const drawing = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!drawing) throw new Error('no canvas');
    drawing.drawImage(element, 0, 0);
    const at = (x: number, y: number) => {
      const [r = 0, g = 0, b = 0] = drawing.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data;
      return [r, g, b] as const;
    };
    return {
      topLeft: at(0.25, 0.25),
      topRight: at(0.75, 0.25),
      bottomLeft: at(0.25, 0.75),
      bottomRight: at(0.75, 0.75),
    };
  });
}

/** The furthest that one channel of one corner is off. */
export function furthest(seen: Corners, wanted: Corners): number {
  const corners = Object.keys(wanted) as (keyof Corners)[];
  return Math.max(
    ...corners.flatMap((corner) => wanted[corner].map((value, i) => Math.abs(value - (seen[corner][i] ?? 1000)))),
  );
}

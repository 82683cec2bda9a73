/** A picture read as a mask. */
import type { Picture } from '../../../src/contract/drawing.ts';

/** White where a picture has half of the light or more, as Pillow reckons grey (ITU-R 601), black elsewhere. */
export function maskOf({ width, height, rgba }: Picture): { picture: Picture; anyWhite: boolean } {
  const mask = new Uint8ClampedArray(rgba.length);
  let anyWhite = false;
  for (let i = 0; i < rgba.length; i += 4) {
    const [red = 0, green = 0, blue = 0] = rgba.subarray(i, i + 3);
    const isWhite = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16 >= 128;
    mask.fill(isWhite ? 255 : 0, i, i + 3);
    mask[i + 3] = 255;
    anyWhite ||= isWhite;
  }
  return { picture: { width, height, rgba: mask }, anyWhite };
}

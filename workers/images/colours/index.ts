/** The colours of pictures: their main ones, how near a drawn picture's are to a cloth's, and pulled onto these. */
import type { Palette, Pull } from '../../../src/contract/pictures/palette.ts';
import { pictureToPng } from '../decodeSquare.ts';
import { picturePixels } from '../picturePixels.ts';
import { coloursBeside, mainColours } from './mainColours.ts';
import { pullColours } from './pullColours.ts';

/** @throws DOMException where one is no picture; StudioError `out-of-memory` */
export async function coloursOf(images: readonly Blob[]): Promise<Palette> {
  const pictures = [];
  for (const image of images) pictures.push(await picturePixels(image));
  return mainColours(pictures);
}

/** @throws DOMException where it is no picture; StudioError `out-of-memory` */
export async function coloursNear(image: Blob, cloth: Palette): Promise<Palette> {
  return coloursBeside(await picturePixels(image), cloth);
}

/** The picture as PNG with its own colours pulled onto the cloth's. @throws DOMException where it is no picture; StudioError `out-of-memory` */
export async function pulledPng(image: Blob, { own, cloth }: Pull, strength: number): Promise<Uint8Array<ArrayBuffer>> {
  return pictureToPng(pullColours(await picturePixels(image), own, cloth, strength));
}

/** Pictures that others are drawn over, and masks, out of any file: upright, their middle square, at the size that is drawn. */
import type { Picture } from '../../../src/contract/drawing.ts';
import { studioError } from '../../../src/contract/errors.ts';
import type { SquarePng } from '../../../src/contract/pictures/drawOver.ts';
import { FILTERS, resample } from '../../shared/resample.ts';
import { pictureToPng, squareCanvas } from '../decodeSquare.ts';
import { readImageFile } from '../readImageFile.ts';
import { maskOf } from './maskOf.ts';

/** Pixels a side from which it is resampled: of more, the browser makes fewer before, so that memory is bounded. */
const LARGEST_SIDE = 3072;

/** @throws StudioError that says what is wrong with the file and what to do about it */
export async function squareAt(file: Blob, size: number): Promise<SquarePng> {
  const { picture, sourceWidth, sourceHeight } = await pixelsAt(file, size);
  return { png: (await pictureToPng(picture)).buffer, sourceWidth, sourceHeight };
}

/** White where the file's picture is light, black elsewhere. @throws StudioError as above, and where nothing is white */
export async function maskAt(file: Blob, size: number): Promise<ArrayBuffer> {
  const { picture, anyWhite } = maskOf((await pixelsAt(file, size)).picture);
  if (!anyWhite) {
    throw studioError(
      'image-unsupported',
      'This mask is black all over, so that nothing would be drawn.',
      'Choose a picture that is white where it is to be drawn anew.',
    );
  }
  return (await pictureToPng(picture)).buffer;
}

async function pixelsAt(
  file: Blob,
  size: number,
): Promise<Pick<SquarePng, 'sourceWidth' | 'sourceHeight'> & { picture: Picture }> {
  const { bytes, found } = await readImageFile(file);
  const { drawing, side, sourceWidth, sourceHeight } = await squareCanvas(bytes, found, LARGEST_SIDE);
  const { data } = drawing.getImageData(0, 0, side, side);
  const picture = { width: side, height: side, rgba: new Uint8ClampedArray(data) };
  return {
    picture: side === size ? picture : resample(picture, size, size, FILTERS.lanczos),
    sourceWidth,
    sourceHeight,
  };
}

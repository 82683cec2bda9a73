/**
 * A square out of a decoded photograph, at the dataset's size, by Pillow's resampling: the same in every browser. It is read a
 * band of rows at a time, since all pixels of a large photograph are more than a worker needs to hold twice.
 */
import type { Picture } from '../../../src/contract/drawing.ts';
import { studioError } from '../../../src/contract/errors.ts';
import type { Crop } from '../../../src/contract/pictures/crop.ts';
import { FILTERS, resampleAcross, resampleDown } from '../../shared/resample.ts';
import { canvasOf } from '../canvas.ts';
import { UPRIGHT } from '../decodeImage.ts';
import { LARGEST_SIDE } from '../decodeSquare.ts';
import type { Photograph } from './photograph.ts';

/** Rows that are read at a time. */
const BAND = 512;

/** Quarter turns to the right as the orientations that ask for them. */
const TURNED = [1, 6, 3, 8] as const;

/** @throws StudioError `image-damaged` where it reaches beyond the photograph, `out-of-memory` */
export function cutOut(photograph: Photograph, { x, y, side, turns }: Crop): Picture {
  const { width, height, drawOn } = photograph;
  if (x + side > width || y + side > height) {
    throw studioError('image-damaged', 'This crop reaches beyond its photograph.', 'Choose another crop of it.');
  }
  const to = Math.min(side, LARGEST_SIDE);
  const narrow: Picture = { width: to, height: side, rgba: new Uint8ClampedArray(4 * to * side) };
  const [, drawing] = canvasOf({ width: side, height: Math.min(BAND, side) }, true);
  // Pixels fall on pixels.
  drawing.imageSmoothingEnabled = false;
  const [a, b, c, d, e, f] = UPRIGHT[TURNED[turns]];
  for (let top = 0; top < side; top += BAND) {
    const rows = Math.min(BAND, side - top);
    drawing.resetTransform();
    // What is transparent becomes white.
    drawing.fillStyle = '#fff';
    drawing.fillRect(0, 0, side, rows);
    drawing.translate(0, -top);
    drawing.transform(a, b, c, d, e * side, f * side);
    drawing.translate(-x, -y);
    drawOn(drawing);
    const rgba = new Uint8ClampedArray(drawing.getImageData(0, 0, side, rows).data);
    const band = { width: side, height: rows, rgba };
    narrow.rgba.set((to === side ? band : resampleAcross(band, to, FILTERS.bicubic)).rgba, 4 * to * top);
  }
  return to === side ? narrow : resampleDown(narrow, to, FILTERS.bicubic);
}

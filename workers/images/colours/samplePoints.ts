/** Points of pictures whose colours stand for all of them. */
import type { Picture } from '../../../src/contract/drawing.ts';
import type { Rgb } from '../../../src/contract/pictures/palette.ts';

/** Points that are looked at, of all pictures together. */
const POINTS = 6000;

/** The colours of points that lie evenly over each picture, as they are: a mean of neighbours is a colour that is nowhere. */
export function samplePoints(pictures: readonly Picture[]): Rgb[] {
  const side = Math.max(1, Math.floor(Math.sqrt(POINTS / Math.max(1, pictures.length))));
  return pictures.flatMap((picture) => pointsOf(picture, side));
}

function pointsOf({ width, height, rgba }: Picture, side: number): Rgb[] {
  const points: Rgb[] = [];
  const [across, down] = [Math.min(side, width), Math.min(side, height)];
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const x = Math.floor(((column + 0.5) * width) / across);
      const y = Math.floor(((row + 0.5) * height) / down);
      const at = 4 * (y * width + x);
      points.push([rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0]);
    }
  }
  return points;
}

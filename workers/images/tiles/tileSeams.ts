/** Whether a picture repeats without a seam: its opposite edges beside each other, held against neighbours within. */
import type { Picture } from '../../../src/contract/drawing.ts';
import type { TileSeams } from '../../../src/contract/imageWorker.ts';
import { type TileRepeat, tileMove } from '../../../src/contract/settings/tileSettings.ts';

/** Share of the neighbouring lines within a picture that differ by less than what a seam is held against. */
const USUAL = 0.9;

/**
 * The difference of the two lines that meet where the picture repeats, as a multiple of what nine in ten neighbouring lines
 * within it stay below: a picture has edges of its own. Where its neighbours are alike, a difference is a seam.
 */
export function tileSeams(picture: Picture, repeat: TileRepeat = 'straight'): TileSeams {
  const { width, height } = picture;
  const columns = { lines: width, length: height, at: (line: number, place: number) => place * width + line };
  const rows = { lines: height, length: width, at: (line: number, place: number) => line * width + place };
  return {
    across: seam(picture, columns, Math.round(height * tileMove(repeat, 1, 0)[1])),
    down: seam(picture, rows, Math.round(width * tileMove(repeat, 0, 1)[0])),
  };
}

/** Lines of a picture beside each other. */
interface Lines {
  /** How many there are. */
  lines: number;
  /** Pixels of each. */
  length: number;
  /** The index of a pixel in a line, both counted from 0. */
  at: (line: number, place: number) => number;
}

/** @param moved pixels by which the next tile begins later */
function seam({ rgba }: Picture, { lines, length, at }: Lines, moved: number): number {
  const difference = (one: number, other: number, later: number) => {
    let sum = 0;
    for (let place = 0; place < length; place++) {
      const [a, b] = [4 * at(one, (place + later) % length), 4 * at(other, place)];
      for (let channel = 0; channel < 3; channel++) {
        sum += Math.abs((rgba[a + channel] as number) - (rgba[b + channel] as number));
      }
    }
    return sum;
  };
  const within = Array.from({ length: lines - 1 }, (_, line) => difference(line, line + 1, 0)).sort((a, b) => a - b);
  const usual = within[Math.floor(USUAL * (within.length - 1))] ?? 0;
  const meeting = difference(lines - 1, 0, moved);
  if (usual === 0) return meeting === 0 ? 0 : Number.MAX_VALUE;
  return meeting / usual;
}

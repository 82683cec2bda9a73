/**
 * Several squares of one photograph, spread over all of it. Its room is parted into as many cells as there are to be squares,
 * and one is placed by chance in each (stratified sampling, Cochran 1977, ch. 5), drawn towards where even rows would have
 * it; of some such choices that is taken in which squares overlap least. Pure.
 */
import { randomIntegers } from '@weft/engine';
import type { Crop, Turns } from '../../../contract/pictures/crop.ts';
import type { PhotographSize } from '../../../contract/pictures/photograph.ts';

export interface Scatter {
  /** How many, 1 or more. */
  count: number;
  /** Of the photograph's shorter side, above 0 to 1. */
  share: number;
  turns: Turns;
  /** A whole number; the same one chooses the same squares. */
  seed: number;
}

/** Choices of which the best is taken. */
const TRIES = 32;

/** How much of a place is chance, 0 to 1; the rest is that of an even row from edge to edge. */
const CHANCE = 0.3;

/** In reading order. */
export function scatterCrops({ width, height }: PhotographSize, { count, share, turns, seed }: Scatter): Crop[] {
  const side = Math.max(1, Math.round(share * Math.min(width, height)));
  // Left upper corners may lie there.
  const room = { width: width - side, height: height - side };
  const rows = rowLengths(count, room, side);
  const random = randomIntegers(seed);
  let best: { crops: Crop[]; overlap: number } | null = null;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const crops = rows.flatMap((columns, row) =>
      Array.from({ length: columns }, (_, column) => ({
        x: placed(random, column, columns, room.width),
        y: placed(random, row, rows.length, room.height),
        side,
        turns,
      })),
    );
    const overlap = largestOverlap(crops);
    if (!best || overlap < best.overlap) best = { crops, overlap };
  }
  return best?.crops ?? [];
}

/** A place for one of even cells along a line from 0 to `length`. */
function placed(random: () => number, cell: number, cells: number, length: number): number {
  const byChance = (cell + random() / 2 ** 32) / cells;
  const even = cells === 1 ? byChance : cell / (cells - 1);
  return Math.round((CHANCE * byChance + (1 - CHANCE) * even) * length);
}

/** How many squares each row has: as many rows as make neighbours of even rows overlap least. */
function rowLengths(count: number, room: PhotographSize, side: number): number[] {
  const shared = (pitch: number) => Math.max(0, 1 - pitch / side);
  let best = { rows: 1, overlap: Number.POSITIVE_INFINITY };
  for (let rows = 1; rows <= count; rows++) {
    const columns = Math.ceil(count / rows);
    const across = columns === 1 ? 0 : shared(room.width / (columns - 1));
    const down = rows === 1 ? 0 : shared(room.height / (rows - 1));
    const overlap = Math.max(across, down);
    if (overlap < best.overlap) best = { rows, overlap };
  }
  const { rows } = best;
  return Array.from(
    { length: rows },
    (_, row) => Math.floor(((row + 1) * count) / rows) - Math.floor((row * count) / rows),
  );
}

/** The share of their area that those two of equal squares have in common which lie nearest to each other, 0 to 1. */
export function largestOverlap(crops: readonly Crop[]): number {
  let largest = 0;
  for (const [place, one] of crops.entries()) {
    for (const other of crops.slice(place + 1)) {
      const across = Math.max(0, one.side - Math.abs(one.x - other.x));
      const down = Math.max(0, one.side - Math.abs(one.y - other.y));
      largest = Math.max(largest, (across * down) / one.side ** 2);
    }
  }
  return largest;
}

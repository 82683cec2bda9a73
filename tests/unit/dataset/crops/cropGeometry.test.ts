/** Squares of a photograph, upright and turned: there and back, and held against a photograph that is really turned. */
import { describe, expect, it } from 'vitest';
import { Crop, type Turns } from '../../../../src/contract/pictures/crop.ts';
import {
  areaOfCrop,
  cropAt,
  cropOfArea,
  keptCrop,
  middleCrop,
  sameCrop,
  turnedBy,
  turnedSize,
  turnedSquare,
} from '../../../../src/features/dataset/crops/cropGeometry.ts';

const SIZE = { width: 7, height: 5 };
const TURNS: Turns[] = [0, 1, 2, 3];

/** Pixels by number, row by row, turned to the right by a quarter. */
function turnedRight(rows: number[][]): number[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] as number).reverse());
}

const photograph = () => Array.from({ length: 5 }, (_, y) => Array.from({ length: 7 }, (_, x) => 10 * y + x));
const cut = (rows: number[][], { x, y, side }: { x: number; y: number; side: number }) =>
  rows.slice(y, y + side).map((row) => row.slice(x, x + side));

describe('a crop', () => {
  it.each(TURNS)('shows the same cut out and then turned, or turned and then cut out: %s quarters', (turns) => {
    const crop = { x: 3, y: 1, side: 3, turns };
    let [whole, part] = [photograph(), cut(photograph(), crop)];
    for (let turn = 0; turn < turns; turn++) [whole, part] = [turnedRight(whole), turnedRight(part)];
    expect(cut(whole, turnedSquare(crop, SIZE))).toEqual(part);
    expect(cropAt(turnedSquare(crop, SIZE), SIZE, turns)).toEqual(crop);
    expect([whole[0]?.length, whole.length]).toEqual(Object.values(turnedSize(SIZE, turns)));
  });

  it.each(TURNS)('is found again by the area that shows it, turned %s times', (turns) => {
    const size = { width: 4031, height: 3023 };
    for (const crop of [
      { x: 0, y: 0, side: 1, turns },
      { x: 1009, y: 12, side: 2711, turns },
      { x: 4031 - 64, y: 3023 - 64, side: 64, turns },
      middleCrop(size, turns),
    ])
      expect(cropOfArea(areaOfCrop(crop, size), size, turns)).toEqual(crop);
  });

  it('never reaches beyond the photograph, whatever is rounded', () => {
    const crop = cropOfArea({ x: 50.3, y: -0.4, width: 62, height: 101 }, SIZE, 0);
    expect(crop).toEqual({ x: 2, y: 0, side: 5, turns: 0 });
    expect(Crop.safeParse(crop).success).toBe(true);
  });

  it('that is the middle of what came upright is kept as none', () => {
    expect(middleCrop(SIZE)).toEqual({ x: 1, y: 0, side: 5, turns: 0 });
    expect(keptCrop({ x: 2, y: 0, side: 5, turns: 0 }, SIZE)).toBeUndefined();
    expect(keptCrop(middleCrop(SIZE, 1), SIZE)).toEqual({ x: 1, y: 0, side: 5, turns: 1 });
    expect(keptCrop({ x: 1, y: 0, side: 4, turns: 0 }, SIZE)).toBeDefined();
    expect(sameCrop(undefined, undefined)).toBe(true);
    expect(sameCrop(undefined, middleCrop(SIZE))).toBe(false);
  });

  it('is turned all the way round by four quarters', () => {
    expect(TURNS.map((turns) => [turnedBy(turns, 1), turnedBy(turns, -1)])).toEqual([
      [1, 3],
      [2, 0],
      [3, 1],
      [0, 2],
    ]);
  });
});

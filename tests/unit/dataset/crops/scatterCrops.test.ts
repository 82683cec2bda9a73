/** Several squares of one photograph: as many as were asked for, within it, spread over all of it, the same by the same seed. */
import { describe, expect, it } from 'vitest';
import { largestOverlap, scatterCrops } from '../../../../src/features/dataset/crops/scatterCrops.ts';

const PHOTO = { width: 4000, height: 3000 };
const choose = (count: number, share: number, seed = 1, size = PHOTO) =>
  scatterCrops(size, { count, share, turns: 0, seed });

describe('several crops of one photograph', () => {
  it.each([2, 3, 5, 6, 7, 11, 30])('are %s squares within it, each another', (count) => {
    for (const share of [0.3, 0.5, 0.9]) {
      const crops = choose(count, share);
      expect(crops).toHaveLength(count);
      expect(new Set(crops.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
      for (const { x, y, side, turns } of crops) {
        expect([side, turns]).toEqual([share * 3000, 0]);
        expect(Math.min(x, y, 4000 - x - side, 3000 - y - side)).toBeGreaterThanOrEqual(0);
        expect([x, y].every(Number.isInteger)).toBe(true);
      }
    }
  });

  it('overlap far less than squares by mere chance', () => {
    for (const [count, share, most] of [
      [2, 0.5, 0],
      [4, 0.5, 0.1],
      [6, 0.5, 0.3],
      [12, 0.3, 0.1],
      [30, 0.3, 0.55],
    ] as const)
      for (const seed of [1, 2, 3]) expect(largestOverlap(choose(count, share, seed))).toBeLessThanOrEqual(most);
  });

  it('reach into every part of it', () => {
    for (const seed of [1, 2, 3, 4]) {
      const crops = choose(8, 0.3, seed);
      for (const [x, y] of [
        [0, 0],
        [2000, 0],
        [0, 1500],
        [2000, 1500],
      ] as const)
        expect(
          crops.some((crop) => {
            const [across, down] = [crop.x + crop.side / 2, crop.y + crop.side / 2];
            return across >= x && across < x + 2000 && down >= y && down < y + 1500;
          }),
        ).toBe(true);
    }
  });

  it('are the same by the same seed, others by another', () => {
    expect(choose(6, 0.5, 4)).toEqual(choose(6, 0.5, 4));
    expect(choose(6, 0.5, 5)).not.toEqual(choose(6, 0.5, 4));
  });

  it('lie side by side along a photograph that they are as high as, and all the same in a square one', () => {
    const along = choose(3, 1, 1, { width: 9000, height: 1000 });
    expect(along.map(({ y, side }) => [y, side])).toEqual(Array(3).fill([0, 1000]));
    expect(largestOverlap(along)).toBe(0);
    expect(largestOverlap(choose(2, 1, 1, { width: 500, height: 500 }))).toBe(1);
  });
});

describe('the overlap of crops', () => {
  it('is that of the two nearest, of their area', () => {
    const at = (x: number, y: number) => ({ x, y, side: 10, turns: 0 as const });
    expect(largestOverlap([at(0, 0), at(5, 0), at(30, 30)])).toBe(0.5);
    expect(largestOverlap([at(0, 0), at(5, 5)])).toBe(0.25);
    expect(largestOverlap([at(0, 0), at(10, 0)])).toBe(0);
    expect(largestOverlap([at(0, 0)])).toBe(0);
  });
});

/** How much two pictures are alike, whatever they show: by patches of brightness and colour. */
import type { ImageStatistics } from '../../../contract/imageWorker.ts';

/** The patches' side; a look holds luma and two colour differences of each. */
const SIDE = 16;

/**
 * −1 to 1: the normalised correlation of their patches, mirrored where that is more. 1 for the same picture. Two hundred
 * pictures are twenty thousand pairs: both sums in one pass, and nothing is made for it.
 */
export function likeness(a: ImageStatistics, b: ImageStatistics): number {
  const [one, other] = [a.patches, b.patches];
  let [straight, mirrored] = [0, 0];
  for (let row = 0; row < one.length; row += SIDE) {
    for (let column = 0; column < SIDE; column++) {
      const value = one[row + column] ?? 0;
      straight += value * (other[row + column] ?? 0);
      mirrored += value * (other[row + SIDE - 1 - column] ?? 0);
    }
  }
  return Math.max(straight, mirrored);
}

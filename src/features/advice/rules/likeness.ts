/** How much two pictures are alike, whatever they show: by patches of brightness and colour. */
import type { ImageStatistics } from '../../../contract/imageWorker.ts';

/** The patches' side; a look holds luma and two colour differences of each. */
const SIDE = 16;

function product(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function mirrored(patches: Float32Array): Float32Array {
  return patches.map((_, index) => {
    const column = index % SIDE;
    return patches[index - column + (SIDE - 1 - column)] ?? 0;
  });
}

/** −1 to 1: the normalised correlation of their patches, mirrored where that is more. 1 for the same picture. */
export function likeness(a: ImageStatistics, b: ImageStatistics): number {
  return Math.max(product(a.patches, b.patches), product(mirrored(a.patches), b.patches));
}

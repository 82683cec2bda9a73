/** Photographs as they are opened. */

/** Pixels of the longer side at most. */
export const LONGEST_SIDE = 16_384;

/** In pixels, upright. */
export interface PhotographSize {
  width: number;
  height: number;
}

/** A picture that another one is drawn over, at the size that is drawn. */
import type { OverSettings } from '../settings/overSettings.ts';

export interface DrawOver extends OverSettings {
  /** Square, as PNG. */
  picture: Blob;
  /** White where it is drawn anew, black where it stays; null where all of it is drawn anew. */
  mask: Blob | null;
}

/** The middle square of a picture's file, upright, at the size that is drawn. */
export interface SquarePng {
  png: ArrayBuffer;
  /** The size of the file's own picture, upright. */
  sourceWidth: number;
  sourceHeight: number;
}

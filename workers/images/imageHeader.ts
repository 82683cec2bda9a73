/** What a file's own header says of its picture, read without decoding a pixel. */
import type { Orientation } from './formats/exif.ts';

export interface ImageHeader {
  /** The stored picture's size in pixels, before it is turned upright; the largest where frames differ. */
  width: number;
  height: number;
  /** More than one frame. */
  animated: boolean;
  /** Stored in print colours. */
  cmyk: boolean;
  /** How it is to be turned, in formats in which browsers don't do it by themselves. */
  turn?: Turn | undefined;
}

/** An orientation, and the place of the chunk that tells it: browsers are not to act on it too. */
export interface Turn {
  orientation: Orientation;
  chunk: number;
}

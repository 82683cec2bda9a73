/** What a file's own header says of its picture, read without decoding a pixel. */
export interface ImageHeader {
  /** The stored picture's size in pixels, before it is turned upright. */
  width: number;
  height: number;
  /** More than one frame. */
  animated: boolean;
  /** Stored in print colours. */
  cmyk: boolean;
}

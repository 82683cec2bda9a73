/**
 * What gif.js's frame encoder (its `gif.worker.js`) takes and gives. Its own front end keeps every frame's pixels until
 * the film is rendered, 472 MB for 450 frames of 512 pixels a side, and never notices a worker that fails; so frames go
 * to the encoder one by one as they are drawn, and only their compressed form is kept.
 */

/** A task for the encoder, in gif.js's own terms. */
export interface FrameTask {
  /** Frame 0 also writes the file's header. */
  index: number;
  /** The last frame also writes the file's trailer. */
  last: boolean;
  /** Milliseconds; the encoder divides by 10. */
  delay: number;
  transparent: null;
  width: number;
  height: number;
  /** The palette is learnt from every n-th pixel: 1 is best, 10 fast. */
  quality: number;
  dither: false;
  /** False gives every frame a palette of its own. */
  globalPalette: false;
  /** 0 loops for ever. */
  repeat: 0;
  canTransfer: true;
  /** RGBA, rows from the top. */
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** The encoder's answer: pages of equal length, the last one filled up to `cursor`. */
export interface EncodedPages {
  data: Uint8Array<ArrayBuffer>[];
  cursor: number;
  pageSize: number;
}

/** Pixels that are enough to learn a palette of 256 colours from; more only take longer. */
const PALETTE_PIXELS = 16_384;

/** The encoder's `quality` for a frame of this size: every pixel of small frames, every tenth at most of large ones. */
export function paletteInterval(width: number, height: number): number {
  return Math.min(10, Math.max(1, Math.round((width * height) / PALETTE_PIXELS)));
}

/** The pages as one run of bytes. */
export function joinPages({ data, cursor, pageSize }: EncodedPages): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((data.length - 1) * pageSize + cursor);
  for (const [index, page] of data.entries()) {
    const filled = index === data.length - 1 ? page.subarray(0, cursor) : page;
    bytes.set(filled, index * pageSize);
  }
  return bytes;
}

/**
 * What gif.js's frame encoder (its `gif.worker.js`) takes and gives. Its own front end keeps every frame's pixels until
 * the film is rendered, 472 MB for 450 frames of 512 pixels a side, and never notices a worker that fails; so frames go
 * to the encoder one by one as they are drawn, and only their compressed form is kept.
 */
import type { Picture } from '../../../src/contract/drawing.ts';

/** 256 colours as RGB triples. */
export type Palette = number[];

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
  dither: false | 'FloydSteinberg';
  /** A palette of RGB triples to use; true learns one and gives it back; false learns one for this frame alone. */
  globalPalette: boolean | Palette;
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
  /** The task's, or the palette that was learnt where it was true. */
  globalPalette: FrameTask['globalPalette'];
}

/** Pixels that are enough to learn a palette of 256 colours from; more only take longer. */
const PALETTE_PIXELS = 16_384;

/** The encoder's `quality` for a frame of this size: every pixel of small frames, every tenth at most of large ones. */
function paletteInterval(width: number, height: number): number {
  return Math.min(10, Math.max(1, Math.round((width * height) / PALETTE_PIXELS)));
}

/** The task of encoding a picture. */
export function gifTask(
  { width, height, rgba }: Picture,
  how: Pick<FrameTask, 'index' | 'last' | 'delay' | 'dither' | 'globalPalette'>,
): FrameTask {
  return {
    ...how,
    transparent: null,
    width,
    height,
    quality: paletteInterval(width, height),
    repeat: 0,
    canTransfer: true,
    data: rgba,
  };
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

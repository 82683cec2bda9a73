/** A GIF decoded: whole frames and how long each stands. */
import { decompressFrames, parseGIF } from 'gifuct-js';

export interface GifFrames {
  width: number;
  height: number;
  /** RGBA of each frame. */
  frames: Uint8ClampedArray[];
  /** Hundredths of a second. */
  delays: number[];
}

/** Frames that cover the whole picture, as the studio writes them; throws where one doesn't. */
export function gifFrames(file: Buffer): GifFrames {
  const gif = parseGIF(Uint8Array.from(file).buffer);
  const { width, height } = gif.lsd;
  const frames = decompressFrames(gif, true);
  for (const { dims } of frames) {
    if (dims.width !== width || dims.height !== height) throw new Error('a frame does not cover the picture');
  }
  return {
    width,
    height,
    frames: frames.map(({ patch }) => patch),
    delays: frames.map(({ delay }) => Math.round(delay / 10)),
  };
}

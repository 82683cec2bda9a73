/** Which videos this browser can write: containers, the codecs in them, and how many bits they get. */
import { canEncodeVideo, Mp4OutputFormat, Quality, type VideoCodec, WebMOutputFormat } from 'mediabunny';
import type { FilmFormat } from '../../../src/contract/filmWorker.ts';

export type VideoFormat = Exclude<FilmFormat, 'gif'>;

export const VIDEO_FORMATS: readonly VideoFormat[] = ['webm', 'mp4'];

/** The best first. MP4 is chosen because it plays everywhere, and in it that is true of H.264 alone. */
const CODECS: Record<VideoFormat, readonly VideoCodec[]> = { webm: ['vp9', 'vp8'], mp4: ['avc'] };

/** Bits for each pixel of each frame: woven textures are all edges, and small pictures hide nothing. */
const BITS_PER_PIXEL = 0.4;
/** Bits a second that no film goes below. */
const FEWEST_BITS = 200_000;

/** The container. MP4 with its index first, so that it plays while it loads. */
export function containerOf(format: VideoFormat): WebMOutputFormat | Mp4OutputFormat {
  return format === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: 'in-memory' });
}

/** @param framesPerSecond may be a fraction */
export function videoQuality(width: number, height: number, framesPerSecond: number): Quality {
  const bitrate = Math.max(FEWEST_BITS, Math.round(width * height * framesPerSecond * BITS_PER_PIXEL));
  return new Quality({ bitrate });
}

/** The codec this browser encodes for the format, or null where it has none. */
export async function codecFor(format: VideoFormat, width: number, height: number): Promise<VideoCodec | null> {
  if (typeof VideoEncoder === 'undefined') return null;
  for (const codec of CODECS[format]) {
    if (await canEncodeVideo(codec, { width, height, quality: videoQuality(width, height, 30) })) return codec;
  }
  return null;
}

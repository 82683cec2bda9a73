/**
 * Frames packed without loss, to be held or kept until the film is done: RGB as differences of neighbouring pixels,
 * deflated. Alpha goes, since frames are opaque.
 */

import type { Picture } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';

/** The picture's colours, packed. */
export async function packFrame({ width, rgba }: Picture): Promise<ArrayBuffer> {
  const count = rgba.length / 4;
  const planes = new Uint8Array(3 * count);
  for (let channel = 0; channel < 3; channel++) {
    for (let pixel = 0; pixel < count; pixel++) {
      planes[channel * count + pixel] = (rgba[4 * pixel + channel] as number) - neighbour(rgba, pixel, channel, width);
    }
  }
  const packed = new Blob([planes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Response(packed).arrayBuffer();
}

/** The picture of these sides that was packed. @throws StudioError `image-damaged` where the bytes are none of this size */
export async function unpackFrame(packed: ArrayBuffer, width: number, height: number): Promise<Picture> {
  const count = width * height;
  const planes = await inflated(packed, 3 * count);
  const rgba = new Uint8ClampedArray(4 * count);
  for (let pixel = 0; pixel < count; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const difference = planes[channel * count + pixel] as number;
      rgba[4 * pixel + channel] = (difference + neighbour(rgba, pixel, channel, width)) & 0xff;
    }
    rgba[4 * pixel + 3] = 255;
  }
  return { width, height, rgba };
}

/** The same channel of the pixel before, or of the one above at the beginning of a row; 0 for the very first. */
function neighbour(rgba: Uint8ClampedArray, pixel: number, channel: number, width: number): number {
  if (pixel === 0) return 0;
  const other = pixel % width === 0 ? pixel - width : pixel - 1;
  return rgba[4 * other + channel] as number;
}

/** What was packed, which has to be of this length: what comes beyond is never unpacked, however much it would be. */
async function inflated(packed: ArrayBuffer, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      bytes.set(next.value, at);
      at += next.value.length;
    }
  } catch {
    await reader.cancel().catch(() => undefined);
    throw damaged();
  }
  if (at !== length) throw damaged();
  return bytes;
}

const damaged = () =>
  studioError('image-damaged', 'A kept frame of the film is damaged.', 'Discard the film and render it again.');

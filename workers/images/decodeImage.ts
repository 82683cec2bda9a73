/** Image files to bitmaps, and how these are turned upright where the browser doesn't do so by itself. */
import { studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import type { Orientation } from './formats/exif.ts';
import type { Turn } from './imageHeader.ts';
import { damaged, type Inspection } from './inspectImage.ts';

/** @throws StudioError `image-damaged` or `image-unsupported` when the browser cannot decode it */
export async function decode(bytes: Uint8Array<ArrayBuffer>, found: Inspection): Promise<ImageBitmap> {
  try {
    // Turns the picture upright by its EXIF orientation, and its colours into sRGB.
    const file = found.turn ? withoutChunk(bytes, found.turn) : bytes;
    return await createImageBitmap(new Blob([file]), { imageOrientation: 'from-image' });
  } catch {
    if (found.cmyk) {
      throw studioError(
        'image-unsupported',
        'This image is in print colours (CMYK), which this browser cannot show.',
        'Convert it to RGB in an image editor and add it again.',
      );
    }
    throw damaged(say('its {format} data cannot be decoded', { format: found.format }));
  }
}

/** The file with the chunk that tells its orientation under a name that nobody knows: what turns it is one alone. */
function withoutChunk(bytes: Uint8Array<ArrayBuffer>, { chunk }: Turn): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  copy.set([0x58, 0x58, 0x58, 0x58], chunk);
  return copy;
}

/**
 * The canvas transform that turns a stored picture upright (Exif 2.32, tag 0x0112: which side of the picture the first row
 * and the first column are); its last two numbers are in units of the upright picture's width and height.
 */
export const UPRIGHT: Record<Orientation, [a: number, b: number, c: number, d: number, e: number, f: number]> = {
  1: [1, 0, 0, 1, 0, 0],
  2: [-1, 0, 0, 1, 1, 0],
  3: [-1, 0, 0, -1, 1, 1],
  4: [1, 0, 0, -1, 0, 1],
  5: [0, 1, 1, 0, 0, 0],
  6: [0, 1, -1, 0, 1, 0],
  7: [0, -1, -1, 0, 1, 1],
  8: [0, -1, 1, 0, 0, 1],
};

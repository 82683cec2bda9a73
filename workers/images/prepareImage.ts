/** From a file as a person dropped it to a dataset image, with what they should know about it. */

import { studioError } from '../../src/contract/errors.ts';
import type { PreparedImage } from '../../src/contract/imageWorker.ts';
import { msg, say, sourceOf } from '../../src/contract/message.ts';
import { decodeSquare, type Square } from './decodeSquare.ts';
import { type Inspection, inspectImage, LARGEST_FILE } from './inspectImage.ts';

function notesOn(found: Inspection, { sourceWidth, sourceHeight }: Square): string[] {
  const notes: string[] = [];
  if (found.animated) notes.push(sourceOf(msg('Only the first frame of the animation was taken.')));
  if (found.cmyk)
    notes.push(sourceOf(msg('It was stored in print colours (CMYK), so its colours may look different here.')));
  if (Math.max(sourceWidth, sourceHeight) > 2 * Math.min(sourceWidth, sourceHeight)) {
    notes.push(
      sourceOf(msg('It is long and narrow: more than half of it lies outside the middle square that was taken.')),
    );
  }
  return notes;
}

/** @throws StudioError that says what is wrong with the file and what to do about it */
export async function prepareImage(file: Blob): Promise<PreparedImage> {
  if (file.size > LARGEST_FILE) {
    throw studioError(
      'image-too-large',
      say('This file has {size} MB; at most 256 MB can be opened here.', {
        size: Math.round(file.size / 1024 ** 2).toLocaleString('en'),
      }),
      'Make it smaller in an image editor and add it again.',
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const found = inspectImage(bytes);
  const square = await decodeSquare(bytes, found);
  const { png, side, sourceWidth, sourceHeight } = square;
  return { bytes: png.buffer, side, sourceWidth, sourceHeight, notes: notesOn(found, square) };
}

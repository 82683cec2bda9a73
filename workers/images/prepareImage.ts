/** From a file as a person dropped it to a dataset image, with what they should know about it. */

import type { PreparedImage } from '../../src/contract/imageWorker.ts';
import { msg, sourceOf } from '../../src/contract/message.ts';
import { decodeSquare, type Square } from './decodeSquare.ts';
import type { Inspection } from './inspectImage.ts';
import { readImageFile } from './readImageFile.ts';

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
  const { bytes, found } = await readImageFile(file);
  const square = await decodeSquare(bytes, found);
  const { png, side, sourceWidth, sourceHeight } = square;
  return { bytes: png.buffer, side, sourceWidth, sourceHeight, notes: notesOn(found, square) };
}

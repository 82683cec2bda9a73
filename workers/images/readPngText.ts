/** The text chunks of a file that a person gave. */
import { studioError } from '../../src/contract/errors.ts';
import type { Message } from '../../src/contract/message.ts';
import { Damage } from './ByteReader.ts';
import { damaged, LARGEST_FILE } from './inspectImage.ts';
import { isPng, readTexts } from './png/readTextChunks.ts';

/** @throws StudioError `not-an-image`, `image-too-large` or `image-damaged` */
export async function readPngText(file: Blob): Promise<Record<string, string>> {
  if (file.size > LARGEST_FILE) {
    throw studioError('image-too-large', 'This file is larger than 256 MB.', 'Take the PNG as the studio saved it.');
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (!isPng(bytes)) {
    throw studioError('not-an-image', 'This is not a PNG file.', 'Take the PNG as the studio saved it.');
  }
  try {
    return readTexts(bytes);
  } catch (error) {
    if (error instanceof Damage) throw damaged({ text: error.message as unknown as Message });
    throw error;
  }
}

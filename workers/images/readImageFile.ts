/** A file as a person gave it, read and looked over before it is decoded. */
import { studioError } from '../../src/contract/errors.ts';
import { say } from '../../src/contract/message.ts';
import { type Inspection, inspectImage, LARGEST_FILE } from './inspectImage.ts';

/** @throws StudioError that says what is wrong with the file and what to do about it */
export async function readImageFile(file: Blob): Promise<{ bytes: Uint8Array<ArrayBuffer>; found: Inspection }> {
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
  return { bytes, found: inspectImage(bytes) };
}

/** The pixels of a picture that a run drew elsewhere: looked over before it is decoded, since its file is foreign. */
import type { Picture } from '../../src/contract/drawing.ts';
import { studioError } from '../../src/contract/errors.ts';
import { type Said, say } from '../../src/contract/message.ts';
import { decodePicture } from '../shared/decodePicture.ts';
import { inspectImage } from './inspectImage.ts';

const LARGEST_FILE = 64 * 2 ** 20;
/** Pixels a side: no model draws more. */
const LARGEST_SIDE = 2048;

/** @throws StudioError where it is no square picture, or too large */
export async function squarePixels(file: Blob): Promise<Picture> {
  if (file.size > LARGEST_FILE) throw refused(say('is larger than 64 MB'));
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { width, height } = inspectImage(bytes);
  if (width !== height || width > LARGEST_SIDE) throw refused(say('is {width} × {height} pixels', { width, height }));
  return decodePicture(bytes.buffer, width);
}

const refused = (what: Said) =>
  studioError('image-unsupported', say('It {what}, which no sample picture is.', { what }), 'Leave it out.');

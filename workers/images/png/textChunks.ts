/**
 * Text in PNG files (PNG specification, 11.3.3): `tEXt` for Latin-1, which every reader knows, `iTXt` in UTF-8 for
 * everything else.
 */

import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import { joinBytes } from '../joinBytes.ts';
import { latin1, pngChunk, withChunks } from './chunks.ts';

const LATIN1_KEYWORD = /^(?! )(?!.* {2})[\x20-\x7e\xa1-\xff]{1,79}(?<! )$/;
const LATIN1_TEXT = /^[\n\x20-\x7e\xa0-\xff]*$/;

function textChunk(keyword: string, text: string): Uint8Array<ArrayBuffer> {
  if (!LATIN1_KEYWORD.test(keyword)) {
    throw studioError(
      'bad-setting',
      say('“{keyword}” cannot name a text in a PNG file.', { keyword }),
      'Use 1 to 79 Latin letters, without spaces at its ends or two in a row.',
    );
  }
  // A zero ends a text in the format, and lines end with a line feed alone.
  const clean = text.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
  const zero = new Uint8Array(1);
  if (LATIN1_TEXT.test(clean)) return pngChunk('tEXt', joinBytes([latin1(keyword), zero, latin1(clean)]));
  // Not compressed, no language tag, no translated keyword: five zeros in all with the keyword's own end.
  return pngChunk('iTXt', joinBytes([latin1(keyword), new Uint8Array(5), new TextEncoder().encode(clean)]));
}

/**
 * The PNG with text chunks after its header.
 * @param png a whole PNG file
 * @param text keyword → text, any Unicode
 * @throws StudioError `bad-setting` for a keyword the format does not allow
 */
export function withText(png: Uint8Array<ArrayBuffer>, text: Record<string, string>): Uint8Array<ArrayBuffer> {
  const chunks = Object.entries(text).map(([keyword, value]) => textChunk(keyword, value));
  return withChunks(png, chunks);
}

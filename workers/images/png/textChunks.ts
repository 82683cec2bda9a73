/**
 * Text in PNG files (PNG specification, 11.3.3): `tEXt` for Latin-1, which every reader knows, `iTXt` in UTF-8 for
 * everything else.
 */

import { studioError } from '../../../src/contract/errors.ts';
import { joinBytes } from '../joinBytes.ts';
import { crc32 } from './crc32.ts';

/** Signature (8 bytes), then IHDR: length, type, 13 bytes of data, checksum. */
const END_OF_HEADER = 8 + 4 + 4 + 13 + 4;

const LATIN1_KEYWORD = /^(?! )(?!.* {2})[\x20-\x7e\xa1-\xff]{1,79}(?<! )$/;
const LATIN1_TEXT = /^[\n\x20-\x7e\xa0-\xff]*$/;

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** One PNG chunk: length, type, data, and the checksum over type and data. */
function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const typed = joinBytes([latin1(type), data]);
  return joinBytes([u32(data.length), typed, u32(crc32(typed))]);
}

function textChunk(keyword: string, text: string): Uint8Array<ArrayBuffer> {
  if (!LATIN1_KEYWORD.test(keyword)) {
    throw studioError(
      'bad-setting',
      `“${keyword}” cannot name a text in a PNG file.`,
      'Use 1 to 79 Latin letters, without spaces at its ends or two in a row.',
    );
  }
  // A zero ends a text in the format, and lines end with a line feed alone.
  const clean = text.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n');
  const zero = new Uint8Array(1);
  if (LATIN1_TEXT.test(clean)) return chunk('tEXt', joinBytes([latin1(keyword), zero, latin1(clean)]));
  // Not compressed, no language tag, no translated keyword: five zeros in all with the keyword's own end.
  return chunk('iTXt', joinBytes([latin1(keyword), new Uint8Array(5), new TextEncoder().encode(clean)]));
}

/**
 * The PNG with text chunks after its header.
 * @param png a whole PNG file
 * @param text keyword → text, any Unicode
 * @throws StudioError `bad-setting` for a keyword the format does not allow
 */
export function withText(png: Uint8Array<ArrayBuffer>, text: Record<string, string>): Uint8Array<ArrayBuffer> {
  const chunks = Object.entries(text).map(([keyword, value]) => textChunk(keyword, value));
  return joinBytes([png.subarray(0, END_OF_HEADER), ...chunks, png.subarray(END_OF_HEADER)]);
}

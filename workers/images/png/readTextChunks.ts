/** Reads text out of PNG files (PNG specification, third edition, 11.3.3): what `textChunks.ts` writes, and others do. */
import { ByteReader, Damage } from '../ByteReader.ts';
import { crc32 } from './crc32.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';

/** `tEXt`: the keyword, a zero, Latin-1. `iTXt`: keyword, zero, compression flag and method, two more texts, UTF-8. */
function readChunk(type: string, data: Uint8Array<ArrayBuffer>): [keyword: string, text: string] | null {
  const latin1 = new TextDecoder('latin1');
  const end = data.indexOf(0);
  if (end < 1) throw new Damage('a text in it has no name');
  const keyword = latin1.decode(data.subarray(0, end));
  if (type === 'tEXt') return [keyword, latin1.decode(data.subarray(end + 1))];
  // Nothing that the studio reads is compressed.
  if (data[end + 1] !== 0) return null;
  const language = data.indexOf(0, end + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) throw new Damage('a text in it is cut off');
  return [keyword, new TextDecoder().decode(data.subarray(translated + 1))];
}

/** Whether the bytes begin as a PNG file does. */
export function isPng(bytes: Uint8Array<ArrayBuffer>): boolean {
  return new ByteReader(bytes).ascii(0, SIGNATURE.length) === SIGNATURE;
}

/**
 * Keyword → text of the uncompressed text chunks; of several with one keyword the first counts.
 * @param bytes a PNG file
 * @throws Damage when it is cut off, or a text was changed on the way
 */
export function readTexts(bytes: Uint8Array<ArrayBuffer>): Record<string, string> {
  const file = new ByteReader(bytes);
  const texts = new Map<string, string>();
  for (let offset = SIGNATURE.length; ; ) {
    const length = file.u32(offset);
    const type = file.ascii(offset + 4, 4);
    const checksum = file.u32(offset + 8 + length);
    if (type === 'IEND') return Object.fromEntries(texts);
    if (type === 'tEXt' || type === 'iTXt') {
      const typed = bytes.subarray(offset + 4, offset + 8 + length);
      if (crc32(typed) !== checksum) throw new Damage('some of its bytes were changed on the way');
      const read = readChunk(type, typed.subarray(4));
      if (read && !texts.has(read[0])) texts.set(...read);
    }
    offset += 12 + length;
  }
}

/** The text chunks of a PNG file (PNG specification, third edition, 11.3.3), uncompressed ones. */

/** Keyword → text of every tEXt and iTXt chunk. */
export function pngText(file: Buffer): Record<string, string> {
  const texts: Record<string, string> = {};
  let offset = 8;
  while (offset < file.length) {
    const length = file.readUInt32BE(offset);
    const type = file.toString('latin1', offset + 4, offset + 8);
    const content = file.subarray(offset + 8, offset + 8 + length);
    if (type === 'tEXt' || type === 'iTXt') {
      const end = content.indexOf(0);
      const keyword = content.toString('latin1', 0, end);
      if (type === 'tEXt') {
        texts[keyword] = content.toString('latin1', end + 1);
      } else {
        // Compression flag and method, then language and translated keyword, each ended by a zero.
        const language = content.indexOf(0, end + 3);
        const translated = content.indexOf(0, language + 1);
        texts[keyword] = content.toString('utf8', translated + 1);
      }
    }
    offset += 12 + length;
  }
  return texts;
}

/** PNG (PNG specification, third edition, with APNG): walks the chunks up to the end and checks those that are needed. */
import { type ByteReader, Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';
import { crc32 } from '../png/crc32.ts';

const HEADER_BYTES = 13;

/**
 * @throws Damage when the file is cut off, a checksum of what is needed to decode it is wrong, its header doesn't come
 * first and once, or a frame reaches over the picture
 */
export function readPng(file: ByteReader): ImageHeader {
  let header: ImageHeader | null = null;
  let animated = false;
  let data = 0;
  for (let offset = 8; ; ) {
    const length = file.u32(offset);
    const type = file.ascii(offset + 4, 4);
    const checksum = file.u32(offset + 8 + length);
    // An upper-case first letter marks a chunk without which the picture cannot be decoded.
    const needed = /^[A-Z]/.test(type);
    if (needed && crc32(file.bytes.subarray(offset + 4, offset + 8 + length)) !== checksum) {
      throw new Damage('some of its bytes were changed on the way');
    }
    if (type === 'IHDR') {
      // Decoders disagree on which of several counts, and make room for the one that nobody looked at.
      if (header) throw new Damage('it has two headers');
      if (length !== HEADER_BYTES) throw new Damage('its inner structure is broken');
      header = { width: file.u32(offset + 8), height: file.u32(offset + 12), animated: false, cmyk: false };
    } else if (!header) {
      throw new Damage('it doesn’t begin with its header');
    }
    if (type === 'acTL') animated = file.u32(offset + 8) > 1;
    if (type === 'fcTL') holdFrame(file, offset + 8, header);
    if (type === 'IDAT') data += length;
    if (type === 'IEND') break;
    offset += 12 + length;
  }
  if (data === 0) throw new Damage('it holds no picture');
  return { ...header, animated };
}

/** Of an animation's frame: its number, then its size and where it stands. */
function holdFrame(file: ByteReader, start: number, header: ImageHeader): void {
  const [width, height] = [file.u32(start + 4), file.u32(start + 8)];
  const [left, top] = [file.u32(start + 12), file.u32(start + 16)];
  if (left + width > header.width || top + height > header.height) {
    throw new Damage('a frame in it is larger than the picture');
  }
}

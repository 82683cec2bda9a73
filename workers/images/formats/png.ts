/** PNG (PNG specification, third edition, with APNG): walks the chunks up to the end and checks those that are needed. */
import { type ByteReader, Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';
import { crc32 } from '../png/crc32.ts';

/** @throws Damage when the file is cut off, or a checksum of what is needed to decode it is wrong */
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
      header = { width: file.u32(offset + 8), height: file.u32(offset + 12), animated: false, cmyk: false };
    }
    if (type === 'acTL') animated = file.u32(offset + 8) > 1;
    if (type === 'IDAT') data += length;
    if (type === 'IEND') break;
    offset += 12 + length;
  }
  if (!header || data === 0) throw new Damage('it holds no picture');
  return { ...header, animated };
}

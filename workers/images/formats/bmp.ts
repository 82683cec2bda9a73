/** BMP: the size from its header, old and new, and whether rows of plain pixels are all there. */
import { type ByteReader, cutOff } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';

const CORE_HEADER = 12;
const UNCOMPRESSED = 0;

/** @throws Damage when the file is shorter than its pixels */
export function readBmp(file: ByteReader): ImageHeader {
  const pixels = file.u32(10, true);
  const old = file.u32(14, true) === CORE_HEADER;
  const width = old ? file.u16(18, true) : file.i32le(18);
  // A negative height marks rows that run from the top.
  const height = old ? file.u16(20, true) : Math.abs(file.i32le(22));
  const bitsPerPixel = file.u16(old ? 24 : 28, true);
  const compression = old ? UNCOMPRESSED : file.u32(30, true);
  const rowBytes = 4 * Math.ceil((width * bitsPerPixel) / 32);
  if (file.length < pixels + (compression === UNCOMPRESSED ? rowBytes * height : 1)) throw cutOff();
  return { width, height, animated: false, cmyk: false };
}

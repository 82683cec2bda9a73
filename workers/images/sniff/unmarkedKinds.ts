/** Kinds that begin with little or no mark of their own: the rest of their headers must make sense as well. */
import type { ByteReader } from '../ByteReader.ts';

/** Two letters are little to go by: the reserved fields of the header must be zero as well. */
export function isBmp(file: ByteReader): boolean {
  return file.ascii(0, 2) === 'BM' && file.length >= 26 && file.u32(6) === 0;
}

const ICON_HEADER = 6;
const ICON_ENTRY = 16;

/** An icon or cursor of Windows: a list of pictures, the first of which lies behind the list and inside the file. */
export function isIcon(file: ByteReader): boolean {
  if (file.length < ICON_HEADER + ICON_ENTRY || file.u16(0) !== 0) return false;
  const [kind, count] = [file.u16(2, true), file.u16(4, true)];
  if ((kind !== 1 && kind !== 2) || count === 0) return false;
  const entry = ICON_HEADER;
  const [bytes, offset] = [file.u32(entry + 8, true), file.u32(entry + 12, true)];
  return file.u8(entry + 3) === 0 && bytes > 0 && offset >= ICON_HEADER + count * ICON_ENTRY && offset < file.length;
}

const TARGA_HEADER = 18;
/** Kinds of pixels: by palette, in colour, in grey; from 9 on the same packed. */
const TARGA_KINDS = [1, 2, 3, 9, 10, 11];
const TARGA_DEPTHS = [8, 15, 16, 24, 32];
const TARGA_MARK = 'TRUEVISION-XFILE.\0';

/** A Truevision TGA file (Truevision TGA specification 2.0): a mark at its end where it is new, else a header that fits. */
export function isTarga(file: ByteReader): boolean {
  if (file.length < TARGA_HEADER) return false;
  if (file.ascii(file.length - TARGA_MARK.length, TARGA_MARK.length) === TARGA_MARK) return true;
  const [palette, kind, depth] = [file.u8(1), file.u8(2), file.u8(16)];
  const [width, height] = [file.u16(12, true), file.u16(14, true)];
  if (palette > 1 || !TARGA_KINDS.includes(kind) || !TARGA_DEPTHS.includes(depth)) return false;
  if (width === 0 || height === 0 || (file.u8(17) & 0xc0) !== 0) return false;
  const byPalette = kind === 1 || kind === 9;
  if (byPalette !== (palette === 1)) return false;
  // Without a palette its five bytes say nothing.
  if (!byPalette && [3, 4, 5, 6, 7].some((place) => file.u8(place) !== 0)) return false;
  const pixels = kind >= 9 ? 1 : width * height * Math.ceil(depth / 8);
  return file.length >= TARGA_HEADER + file.u8(0) + pixels;
}

/** The orientation in EXIF data (CIPA DC-008, 4.6.4: tag 0x0112 of the first directory of a TIFF structure). */
import type { ByteReader } from '../ByteReader.ts';

/** 1 is upright; 2 to 8 are the other ways in which rows and columns can lie. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;

/** The orientation told between `start` and `end`; 1 where there is none, or none that makes sense, as browsers take it. */
export function readOrientation(file: ByteReader, start: number, end: number): Orientation {
  // Some programs write JPEG's own mark before it.
  const tiff = file.ascii(start, 6) === 'Exif\0\0' ? start + 6 : start;
  const order = file.ascii(tiff, 4);
  if (order !== 'II*\0' && order !== 'MM\0*') return 1;
  const little = order === 'II*\0';
  if (tiff + 8 > end) return 1;
  const directory = tiff + file.u32(tiff + 4, little);
  if (directory + 2 > end) return 1;
  const count = file.u16(directory, little);
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > end) return 1;
    if (file.u16(entry, little) !== ORIENTATION || file.u16(entry + 2, little) !== SHORT) continue;
    return asOrientation(file.u16(entry + 8, little));
  }
  return 1;
}

function asOrientation(value: number): Orientation {
  return value >= 1 && value <= 8 ? (value as Orientation) : 1;
}

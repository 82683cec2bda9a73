/** The boxes of ISO media files (ISO/IEC 14496-12), which lie side by side and within each other. */
import { type ByteReader, cutOff, Damage } from '../ByteReader.ts';

export interface Box {
  type: string;
  /** Where its content begins and where it ends. */
  start: number;
  end: number;
}

/** The boxes side by side from `start` to `end`. @throws Damage when one reaches over the end */
export function* boxes(file: ByteReader, start: number, end: number): Generator<Box> {
  for (let offset = start; offset < end; ) {
    const size = file.u32(offset);
    const type = file.ascii(offset + 4, 4);
    const header = size === 1 ? 16 : 8;
    // 0: up to the end of the file. 1: a 64-bit length follows.
    const length =
      size === 0 ? end - offset : size === 1 ? file.u32(offset + 8) * 2 ** 32 + file.u32(offset + 12) : size;
    if (length < header) throw new Damage('its inner structure is broken');
    if (offset + length > end) throw cutOff();
    yield { type, start: offset + header, end: offset + length };
    offset += length;
  }
}

/** The first box of a type between `start` and `end`, without one object for each that is passed over. */
function find(file: ByteReader, type: string, start: number, end: number): Box | undefined {
  for (const box of boxes(file, start, end)) if (box.type === type) return box;
  return undefined;
}

/** The first box of a type in another. @param skip bytes before the first, such as a version and flags */
export function inside(file: ByteReader, outer: Box | undefined, type: string, skip = 0): Box | undefined {
  return outer && find(file, type, outer.start + skip, outer.end);
}

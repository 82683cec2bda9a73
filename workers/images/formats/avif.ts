/** AVIF (ISO/IEC 23000-22 on ISO/IEC 14496-12 boxes): that the boxes are whole, and the largest size of a picture or track. */
import { type ByteReader, cutOff, Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';

interface Box {
  type: string;
  /** Where its content begins and where it ends. */
  start: number;
  end: number;
}

/** The boxes side by side from `start` to `end`. @throws Damage when one reaches over the end */
function* boxes(file: ByteReader, start: number, end: number): Generator<Box> {
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

function inside(file: ByteReader, outer: Box | undefined, type: string, skip = 0): Box | undefined {
  return outer && find(file, type, outer.start + skip, outer.end);
}

type Size = Pick<ImageHeader, 'width' | 'height'>;

/** What `meta` says of the still pictures. It begins with a version and flags. */
function* stillSizes(file: ByteReader, meta: Box | undefined): Generator<Size> {
  const container = inside(file, inside(file, meta, 'iprp', 4), 'ipco');
  for (const { type, start } of container ? boxes(file, container.start, container.end) : []) {
    if (type === 'ispe') yield { width: file.u32(start + 4), height: file.u32(start + 8) };
  }
}

/** What `moov` says of an animation's tracks: decoders make room for these, whatever `meta` says. */
function* trackSizes(file: ByteReader, moov: Box | undefined): Generator<Size> {
  for (const track of moov ? boxes(file, moov.start, moov.end) : []) {
    if (track.type !== 'trak') continue;
    const table = ['mdia', 'minf', 'stbl', 'stsd'].reduce<Box | undefined>(
      (box, type) => inside(file, box, type),
      track,
    );
    // A version with flags, and how many there are; then a box for each way in which pictures are coded.
    for (const { type, start } of table ? boxes(file, table.start + 8, table.end) : []) {
      if (type === 'av01') yield { width: file.u16(start + 24), height: file.u16(start + 26) };
    }
  }
}

/** @throws Damage when a box is cut off or no picture is described */
export function readAvif(file: ByteReader): ImageHeader {
  let meta: Box | undefined;
  let moov: Box | undefined;
  // All of them are passed, so that a file that ends too early is seen.
  for (const box of boxes(file, 0, file.length)) {
    if (box.type === 'meta') meta ??= box;
    if (box.type === 'moov') moov ??= box;
  }
  let largest: Size | null = null;
  for (const sizes of [stillSizes(file, meta), trackSizes(file, moov)]) {
    for (const size of sizes) if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  if (!largest) throw new Damage('it holds no picture');
  return { ...largest, animated: file.ascii(8, 4) === 'avis', cmyk: false };
}

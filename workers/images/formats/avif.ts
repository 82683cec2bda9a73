/**
 * AVIF (ISO/IEC 23000-22): that the boxes are whole, and the largest size that the file says of a picture or track, or that
 * the AV1 data in it say themselves.
 */
import { type ByteReader, Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';
import { av1Sizes } from './av1.ts';
import { type Box, boxes, inside } from './isoBoxes.ts';
import { itemData, Pieces, sampleData } from './isoData.ts';

type Size = Pick<ImageHeader, 'width' | 'height'>;

/** What `meta` says of the still pictures. It begins with a version and flags. */
function* stillSizes(file: ByteReader, meta: Box | undefined, pieces: Pieces): Generator<Size> {
  const container = inside(file, inside(file, meta, 'iprp', 4), 'ipco');
  for (const { type, start } of container ? boxes(file, container.start, container.end) : []) {
    if (type === 'ispe') yield { width: file.u32(start + 4), height: file.u32(start + 8) };
  }
  for (const data of itemData(file, meta, pieces)) yield* av1Sizes(data);
}

/** What `moov` says of an animation's tracks: decoders make room for these, whatever `meta` says. */
function* trackSizes(file: ByteReader, moov: Box | undefined, pieces: Pieces): Generator<Size> {
  for (const track of moov ? boxes(file, moov.start, moov.end) : []) {
    if (track.type !== 'trak') continue;
    const tables = ['mdia', 'minf', 'stbl'].reduce<Box | undefined>((box, type) => inside(file, box, type), track);
    const table = inside(file, tables, 'stsd');
    let coded = false;
    // A version with flags, and how many there are; then a box for each way in which pictures are coded.
    for (const { type, start } of table ? boxes(file, table.start + 8, table.end) : []) {
      if (type !== 'av01') continue;
      coded = true;
      yield { width: file.u16(start + 24), height: file.u16(start + 26) };
    }
    for (const data of coded ? sampleData(file, tables, pieces) : []) yield* av1Sizes(data);
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
  const pieces = new Pieces(file);
  let largest: Size = { width: 0, height: 0 };
  let found = false;
  for (const sizes of [stillSizes(file, meta, pieces), trackSizes(file, moov, pieces)]) {
    for (const { width, height } of sizes) {
      found = true;
      largest = { width: Math.max(width, largest.width), height: Math.max(height, largest.height) };
    }
  }
  if (!found) throw new Damage('it holds no picture');
  return { ...largest, animated: file.ascii(8, 4) === 'avis', cmyk: false };
}

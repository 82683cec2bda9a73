/** GIF (GIF89a specification): walks the blocks, counts the frames and looks at the size of each. */
import { type ByteReader, Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';

const IMAGE = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;
/** Of a frame: its mark, place, size and flags, and the byte with the code size behind its colours. */
const DESCRIPTOR = 10;

/** Bytes of the colour table that a packed field announces. */
const colorTable = (packed: number) => (packed & 0x80 ? 3 << ((packed & 7) + 1) : 0);

/** The offset behind a row of sub-blocks, each led by its length and the row ended by a zero. */
function afterSubBlocks(file: ByteReader, offset: number): number {
  let at = offset;
  for (let length = file.u8(at); length > 0; length = file.u8(at)) at += 1 + length;
  return at + 1;
}

/** The frames one after the other, as far as the file is whole. @throws Damage where a block makes no sense */
function* frames(file: ByteReader): Generator<Pick<ImageHeader, 'width' | 'height'>> {
  let offset = 13 + colorTable(file.u8(10));
  while (offset < file.length) {
    const block = file.u8(offset);
    if (block === TRAILER) return;
    if (block === IMAGE) {
      const place = { left: file.u16(offset + 1, true), top: file.u16(offset + 3, true) };
      const end = afterSubBlocks(file, offset + DESCRIPTOR + 1 + colorTable(file.u8(offset + 9)));
      yield { width: place.left + file.u16(offset + 5, true), height: place.top + file.u16(offset + 7, true) };
      offset = end;
    } else if (block === EXTENSION) {
      offset = afterSubBlocks(file, offset + 2);
    } else {
      throw new Damage('its inner structure is broken');
    }
  }
}

/** @throws Damage when the first frame is cut off */
export function readGif(file: ByteReader): ImageHeader {
  let [width, height] = [file.u16(6, true), file.u16(8, true)];
  let count = 0;
  try {
    // A frame that is larger than the screen makes this larger: so browsers take it.
    for (const frame of frames(file)) {
      count += 1;
      width = Math.max(width, frame.width);
      height = Math.max(height, frame.height);
    }
  } catch (error) {
    // The first frame is all that is taken; what comes behind it may be missing, as may the trailer.
    if (!(error instanceof Damage) || count === 0) throw error;
  }
  if (count === 0) throw new Damage('it holds no picture');
  return { width, height, animated: count > 1, cmyk: false };
}

/** GIF (GIF89a specification): walks the blocks and counts the frames. */
import { type ByteReader, Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';

const IMAGE = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;

/** Bytes of the colour table that a packed field announces. */
const colorTable = (packed: number) => (packed & 0x80 ? 3 << ((packed & 7) + 1) : 0);

/** The offset behind a row of sub-blocks, each led by its length and the row ended by a zero. */
function afterSubBlocks(file: ByteReader, offset: number): number {
  let at = offset;
  for (let length = file.u8(at); length > 0; length = file.u8(at)) at += 1 + length;
  return at + 1;
}

/** @throws Damage when the first frame is cut off */
export function readGif(file: ByteReader): ImageHeader {
  const width = file.u16(6, true);
  const height = file.u16(8, true);
  let frames = 0;
  let offset = 13 + colorTable(file.u8(10));
  // The first frame is all that is taken: where the second begins, enough is known. A missing trailer does no harm.
  while (frames < 2 && offset < file.length) {
    const block = file.u8(offset);
    if (block === TRAILER) break;
    if (block === IMAGE) {
      frames += 1;
      // Descriptor of 10 bytes, local colour table, one byte for the code size, then the pixels.
      if (frames === 1) offset = afterSubBlocks(file, offset + 11 + colorTable(file.u8(offset + 9)));
    } else if (block === EXTENSION) {
      offset = afterSubBlocks(file, offset + 2);
    } else {
      throw new Damage('its inner structure is broken');
    }
  }
  if (frames === 0) throw new Damage('it holds no picture');
  return { width, height, animated: frames > 1, cmyk: false };
}

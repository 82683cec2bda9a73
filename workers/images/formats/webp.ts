/** WebP (RFC 9649): the RIFF frame's length, and the size from whichever of its three kinds of header is there. */
import { type ByteReader, cutOff, Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';

const ANIMATION = 0x02;

/** @throws Damage when the file is shorter than it says, or of no known kind */
export function readWebp(file: ByteReader): ImageHeader {
  if (file.length < 8 + file.u32(4, true)) throw cutOff();
  const kind = file.ascii(12, 4);
  const still = { animated: false, cmyk: false };
  if (kind === 'VP8X') {
    const animated = (file.u8(20) & ANIMATION) !== 0;
    return { width: 1 + file.u24le(24), height: 1 + file.u24le(27), animated, cmyk: false };
  }
  if (kind === 'VP8L') {
    const bits = file.u32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), ...still };
  }
  if (kind === 'VP8 ') {
    return { width: file.u16(26, true) & 0x3fff, height: file.u16(28, true) & 0x3fff, ...still };
  }
  throw new Damage('its inner structure is broken');
}

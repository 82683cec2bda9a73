/**
 * JPEG (ITU-T T.81, annex B): walks the marker segments up to the end of the image. Browsers draw a cut-off JPEG
 * with its lower part grey and say nothing, so the end marker is looked for here.
 */
import { type ByteReader, cutOff, Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** SOF0 to SOF15, without the tables and the reserved code that lie between them (DHT, JPG, DAC). */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Markers without a length: TEM, RST0 to RST7, SOI. */
const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** The offset of the marker that ends the entropy-coded data at `offset`: stuffed zeros and restarts belong to the data. */
function endOfScan(file: ByteReader, offset: number): number {
  for (let at = file.bytes.indexOf(0xff, offset); at >= 0; at = file.bytes.indexOf(0xff, at + 1)) {
    const next = file.u8(at + 1);
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw cutOff();
}

/** @throws Damage when the file is cut off or its segments make no sense */
export function readJpeg(file: ByteReader): ImageHeader {
  let header: ImageHeader | null = null;
  let scans = 0;
  let offset = 2;
  for (;;) {
    // Like decoders, pass over stray and fill bytes before a marker.
    const start = file.bytes.indexOf(0xff, offset);
    if (start < 0) throw cutOff();
    offset = start;
    const marker = file.u8(offset + 1);
    if (marker === 0xff || marker === 0x00) {
      offset += 1;
      continue;
    }
    if (marker === END_OF_IMAGE) break;
    if (standsAlone(marker)) {
      offset += 2;
      continue;
    }
    const length = file.u16(offset + 2);
    if (length < 2) throw new Damage('its inner structure is broken');
    if (isFrame(marker)) {
      // Decoders disagree on which of several counts.
      if (header) throw new Damage('it has two headers');
      header = {
        height: file.u16(offset + 5),
        width: file.u16(offset + 7),
        animated: false,
        cmyk: file.u8(offset + 9) === 4,
      };
    }
    offset += 2 + length;
    if (marker === START_OF_SCAN) {
      scans += 1;
      offset = endOfScan(file, offset);
    }
  }
  if (!header || scans === 0) throw new Damage('it holds no picture');
  return header;
}

/**
 * AV1 (Bitstream & Decoding Process Specification, 5.5 and 5.9): how large a stream's frames may be. A decoder makes room by
 * what the stream says, before anybody compares that with the file around it.
 */
import { Damage } from '../ByteReader.ts';
import type { ImageHeader } from '../imageHeader.ts';

type Size = Pick<ImageHeader, 'width' | 'height'>;

const [SEQUENCE_HEADER, FRAME_HEADER, FRAME, REDUNDANT_FRAME_HEADER] = [1, 3, 6, 7];
/** Left to each frame. */
const SELECT = 2;
const [KEY_FRAME, SWITCH_FRAME] = [0, 3];

class Bits {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** An unsigned number, its highest bit first. @throws Damage behind the end */
  read(count: number): number {
    let value = 0;
    for (let left = count; left > 0; left--) {
      const byte = this.bytes[this.#at >> 3];
      if (byte === undefined) throw new Damage('it ends too early');
      value = 2 * value + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at++;
    }
    return value;
  }

  flag(): boolean {
    return this.read(1) === 1;
  }

  /** `uvlc()`, passed over. */
  skipVariable(): void {
    let zeros = 0;
    while (!this.flag()) zeros++;
    if (zeros < 32) this.read(zeros);
  }
}

/** What of a sequence header frames are read with. */
interface Sequence {
  size: Size;
  /** What a frame may say of itself at most, by the width of its numbers. */
  most: Size;
  /** One still picture, whose frame says nothing of its size. */
  reduced: boolean;
  /** Bits of a shown frame's time; 0 where it has none. */
  timeBits: number;
  /** Bits of a frame's number; 0 where it has none. */
  idBits: number;
  screenContent: number;
  integerMotion: number;
}

function sequenceHeader(bits: Bits): Sequence {
  bits.read(4);
  const reduced = bits.flag();
  let timeBits = 0;
  if (reduced) bits.read(5);
  else timeBits = operatingPoints(bits);
  const [widthBits, heightBits] = [bits.read(4) + 1, bits.read(4) + 1];
  const size = { width: bits.read(widthBits) + 1, height: bits.read(heightBits) + 1 };
  const idBits = !reduced && bits.flag() ? bits.read(4) + bits.read(3) + 3 : 0;
  bits.read(3);
  let [screenContent, integerMotion] = [SELECT, SELECT];
  if (!reduced) {
    bits.read(4);
    if (bits.flag()) bits.read(2);
    if (!bits.flag()) screenContent = bits.read(1);
    if (screenContent > 0 && !bits.flag()) integerMotion = bits.read(1);
  }
  const most = { width: 2 ** widthBits, height: 2 ** heightBits };
  return { size, most, reduced, timeBits, idBits, screenContent, integerMotion };
}

/** Timing and operating points, passed over. @returns bits of a frame's time */
function operatingPoints(bits: Bits): number {
  let timeBits = 0;
  let delayBits = 0;
  if (bits.flag()) {
    bits.read(64);
    const evenly = bits.flag();
    if (evenly) bits.skipVariable();
    if (bits.flag()) {
      delayBits = bits.read(5) + 1;
      bits.read(32 + 5);
      const presentation = bits.read(5) + 1;
      if (!evenly) timeBits = presentation;
    }
  }
  const delays = bits.flag();
  for (let left = bits.read(5) + 1; left > 0; left--) {
    bits.read(12);
    if (bits.read(5) > 7) bits.read(1);
    if (delayBits > 0 && bits.flag()) bits.read(2 * delayBits + 1);
    if (delays && bits.flag()) bits.read(4);
  }
  return timeBits;
}

/** Whether a frame has a size of its own. */
function hasOwnSize(bits: Bits, sequence: Sequence): boolean {
  // A still picture's, or one that was decoded before and is shown again.
  if (sequence.reduced || bits.flag()) return false;
  const type = bits.read(2);
  const shown = bits.flag();
  if (shown) bits.read(sequence.timeBits);
  else bits.read(1);
  if (type !== SWITCH_FRAME && !(type === KEY_FRAME && shown)) bits.read(1);
  bits.read(1);
  const screenContent = sequence.screenContent === SELECT ? bits.read(1) : sequence.screenContent;
  if (screenContent > 0 && sequence.integerMotion === SELECT) bits.read(1);
  bits.read(sequence.idBits);
  return type === SWITCH_FRAME || bits.flag();
}

/**
 * The sizes that a stream speaks of: of each sequence, and, where a frame has a size of its own, as much as its numbers can
 * say.
 * @param data a picture's or a sample's units, one after the other
 * @throws Damage where a unit ends too early
 */
export function* av1Sizes(data: Uint8Array): Generator<Size> {
  let sequence: Sequence | null = null;
  for (let at = 0; at < data.length; ) {
    const header = data[at++] ?? 0;
    // Which layer it is of.
    if (header & 4) at++;
    let length = data.length - at;
    if (header & 2) {
      length = 0;
      for (let shift = 1, more = true; more; shift *= 128) {
        const byte = data[at++];
        if (byte === undefined || shift > 2 ** 49) throw new Damage('its inner structure is broken');
        length += (byte & 127) * shift;
        more = byte > 127;
      }
    }
    if (at + length > data.length) throw new Damage('it ends too early');
    const bits = new Bits(data.subarray(at, at + length));
    const type = (header >> 3) & 15;
    if (type === SEQUENCE_HEADER) {
      sequence = sequenceHeader(bits);
      yield sequence.size;
    } else if (sequence && [FRAME_HEADER, FRAME, REDUNDANT_FRAME_HEADER].includes(type) && hasOwnSize(bits, sequence)) {
      yield sequence.most;
    }
    at += length;
  }
}

/**
 * WebP (RFC 9649): the RIFF frame's length, the size from whichever of its three kinds of header is there, every frame's
 * own size, and the orientation that its EXIF chunk tells.
 */
import { type ByteReader, cutOff, Damage } from '../ByteReader.ts';
import type { ImageHeader, Turn } from '../imageHeader.ts';
import { readOrientation } from './exif.ts';

const ANIMATION = 0x02;
const FIRST_CHUNK = 12;
const CHUNK_HEADER = 8;
/** Place, size, duration and flags of a frame, before the chunks of its picture. */
const FRAME_HEADER = 16;

interface Chunk {
  type: string;
  /** Where its type stands, where its content begins, and where it ends. */
  offset: number;
  start: number;
  end: number;
}

/** The chunks side by side from `start` to `end`. @throws Damage when one reaches over the end */
function* chunks(file: ByteReader, start: number, end: number): Generator<Chunk> {
  for (let offset = start; offset + CHUNK_HEADER <= end; ) {
    const length = file.u32(offset + 4, true);
    const content = offset + CHUNK_HEADER;
    if (content + length > end) throw cutOff();
    yield { type: file.ascii(offset, 4), offset, start: content, end: content + length };
    offset = content + length + (length % 2);
  }
}

type Size = Pick<ImageHeader, 'width' | 'height'>;

/** The size that a chunk of pixels itself says; null for any other chunk. */
function pixelSize(file: ByteReader, { type, start }: Chunk): Size | null {
  if (type === 'VP8L') {
    const bits = file.u32(start + 1, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (type !== 'VP8 ') return null;
  return { width: file.u16(start + 6, true) & 0x3fff, height: file.u16(start + 8, true) & 0x3fff };
}

/** @throws Damage when the pixels between `start` and `end` are larger than what they are drawn on */
function holdWithin(file: ByteReader, start: number, end: number, canvas: Size): void {
  for (const chunk of chunks(file, start, end)) {
    const size = pixelSize(file, chunk);
    if (size && (size.width > canvas.width || size.height > canvas.height)) throw overCanvas();
    if (chunk.type !== 'ANMF') continue;
    const frame = {
      width: 2 * file.u24le(chunk.start) + 1 + file.u24le(chunk.start + 6),
      height: 2 * file.u24le(chunk.start + 3) + 1 + file.u24le(chunk.start + 9),
    };
    if (frame.width > canvas.width || frame.height > canvas.height) throw overCanvas();
    const inner = chunk.start + FRAME_HEADER;
    for (const part of chunks(file, inner, chunk.end)) {
      const own = pixelSize(file, part);
      if (own && (own.width > canvas.width || own.height > canvas.height)) throw overCanvas();
    }
  }
}

function turnOf(file: ByteReader, end: number): Turn | undefined {
  for (const chunk of chunks(file, FIRST_CHUNK, end)) {
    if (chunk.type !== 'EXIF') continue;
    const orientation = readOrientation(file, chunk.start, chunk.end);
    return orientation === 1 ? undefined : { orientation, chunk: chunk.offset };
  }
  return undefined;
}

/** @throws Damage when the file is shorter than it says, of no known kind, or a frame reaches over its canvas */
export function readWebp(file: ByteReader): ImageHeader {
  const end = CHUNK_HEADER + file.u32(4, true);
  if (file.length < end) throw cutOff();
  const [first] = chunks(file, FIRST_CHUNK, end);
  if (!first) throw new Damage('it holds no picture');
  if (first.type !== 'VP8X') {
    const size = pixelSize(file, first);
    if (!size) throw new Damage('its inner structure is broken');
    return { ...size, animated: false, cmyk: false };
  }
  const canvas = { width: 1 + file.u24le(first.start + 4), height: 1 + file.u24le(first.start + 7) };
  holdWithin(file, FIRST_CHUNK, end, canvas);
  return { ...canvas, animated: (file.u8(first.start) & ANIMATION) !== 0, cmyk: false, turn: turnOf(file, end) };
}

const overCanvas = () => new Damage('a frame in it is larger than the picture');

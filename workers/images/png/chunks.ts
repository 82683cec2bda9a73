/** Chunks of PNG files (PNG specification, third edition, 5.3), to be put behind the header. */
import { joinBytes } from '../joinBytes.ts';
import { crc32 } from './crc32.ts';

/** Signature (8 bytes), then IHDR: length, type, 13 bytes of data, checksum. */
const END_OF_HEADER = 8 + 4 + 4 + 13 + 4;

export const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

export function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** One chunk: length, type, data, and the checksum over type and data. @param type four letters */
export function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const typed = joinBytes([latin1(type), data]);
  return joinBytes([u32(data.length), typed, u32(crc32(typed))]);
}

/** A whole PNG file with chunks behind its header. */
export function withChunks(png: Uint8Array<ArrayBuffer>, chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinBytes([png.subarray(0, END_OF_HEADER), ...chunks, png.subarray(END_OF_HEADER)]);
}

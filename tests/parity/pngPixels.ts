/**
 * Pixels of a PNG without a canvas or a native library, so that the same code reads reference pictures in Node and in
 * a worker. Reads what Pillow writes: eight bits a channel, RGB or RGBA, not interlaced (PNG specification,
 * https://www.w3.org/TR/png-3/, sections 9 and 11).
 */
import type { Picture } from '@weft/engine';

const SIGNATURE_BYTES = 8;
const CHANNELS: Record<number, number> = { 2: 3, 6: 4 };

/** The picture, opaque where the file has no alpha. Throws RangeError for a PNG of another kind. */
export async function readPng(bytes: Uint8Array): Promise<Picture> {
  const chunks = readChunks(bytes);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (!header) throw new RangeError('the PNG has no header');
  const view = new DataView(header.buffer, header.byteOffset);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const channels = CHANNELS[header[9] ?? -1];
  if (header[8] !== 8 || channels === undefined || header[12] !== 0) throw new RangeError('a PNG of another kind');
  const packed = new Blob(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const unpacked = await new Response(packed.stream().pipeThrough(new DecompressionStream('deflate'))).arrayBuffer();
  const rows = unfilter(new Uint8Array(unpacked), width * channels, height, channels);
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) {
    for (let channel = 0; channel < channels; channel++) rgba[4 * i + channel] = rows[channels * i + channel] as number;
  }
  return { width, height, rgba };
}

function readChunks(bytes: Uint8Array): { type: string; data: Uint8Array<ArrayBuffer> }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: { type: string; data: Uint8Array<ArrayBuffer> }[] = [];
  for (let at = SIGNATURE_BYTES; at < bytes.length; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, data: bytes.slice(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Undoes the filter of each row: a byte was stored less a forecast from its left, upper and upper left neighbours. */
function unfilter(filtered: Uint8Array, rowBytes: number, height: number, pixelBytes: number): Uint8Array {
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (rowBytes + 1)] as number;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x >= pixelBytes ? (rows[at - pixelBytes] as number) : 0;
      const up = y > 0 ? (rows[at - rowBytes] as number) : 0;
      const upperLeft = x >= pixelBytes && y > 0 ? (rows[at - rowBytes - pixelBytes] as number) : 0;
      rows[at] = (filtered[y * (rowBytes + 1) + 1 + x] as number) + forecast(filter, left, up, upperLeft);
    }
  }
  return rows;
}

function forecast(filter: number, left: number, up: number, upperLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const guess = left + up - upperLeft;
      const [toLeft, toUp, toCorner] = [left, up, upperLeft].map((value) => Math.abs(guess - value)) as [
        number,
        number,
        number,
      ];
      if (toLeft <= toUp && toLeft <= toCorner) return left;
      return toUp <= toCorner ? up : upperLeft;
    }
    default:
      throw new RangeError(`the PNG has a filter ${filter}`);
  }
}

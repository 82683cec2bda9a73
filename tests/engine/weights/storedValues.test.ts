/** Numbers read where they lie, in pieces, are those of the file read whole. */

import { type ByteSource, blobSource, bytesSource } from '@weft/engine';
import {
  CHUNK_BYTES,
  ExternalData,
  encodeHalf,
  float32Tensor,
  openSafetensors,
  readChunks,
  readFloat32,
  type StoredTensor,
  toFloat32,
  type WeightTensor,
  writeSafetensors,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

/** One more than a piece holds in either precision, so that the last piece is a single number. */
const LARGE = CHUNK_BYTES / 2 + 1;

const numbers = Float32Array.from({ length: LARGE }, (_, i) => (i % 2039) / 64 - 16);
const half = (name: string, values: Float32Array): WeightTensor => ({
  name,
  dtype: 'F16',
  shape: [values.length],
  bytes: new Uint8Array(encodeHalf(values).buffer),
});
const file = writeSafetensors([
  float32Tensor('single', [3], Float32Array.of(1, -2, 0.1)),
  half('large', numbers),
  half('odd', Float32Array.of(0.5, 1, 2)),
  float32Tensor('none', [0], new Float32Array(0)),
  { name: 'ids', dtype: 'I64', shape: [1], bytes: new Uint8Array(8) },
]);

/** A source that notes the largest piece that was asked for. */
function watched(source: ByteSource): { source: ByteSource; largest: () => number } {
  let largest = 0;
  const noted = <T>(length: number, result: T): T => {
    largest = Math.max(largest, length);
    return result;
  };
  return {
    largest: () => largest,
    source: {
      size: source.size,
      read: (offset, length) => noted(length, source.read(offset, length)),
      readNow: (offset, length) => noted(length, source.readNow?.(offset, length) as Uint8Array<ArrayBuffer>),
    },
  };
}

/** Whether two arrays hold the same bytes; listing the differences of millions would take minutes. */
function same(a: Uint8Array | Float32Array, b: Uint8Array | Float32Array): boolean {
  const bytes = (array: Uint8Array | Float32Array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return bytes(a).equals(bytes(b));
}

async function tensorOf(source: ByteSource, name: string): Promise<StoredTensor> {
  return (await openSafetensors(source)).tensors.get(name) as StoredTensor;
}

describe('a stored tensor', () => {
  it.each([
    ['memory', bytesSource(file)],
    ['a file', blobSource(new Blob([file as Uint8Array<ArrayBuffer>]))],
  ])('is read from %s as it was written', async (_, source) => {
    expect(await readFloat32(await tensorOf(source, 'single'))).toEqual(Float32Array.of(1, -2, 0.1));
    expect(same(await readFloat32(await tensorOf(source, 'large')), numbers)).toBe(true);
    expect(await readFloat32(await tensorOf(source, 'none'))).toHaveLength(0);
  });

  it('comes in pieces that are bounded and stand end to end, in both precisions', async () => {
    for (const format of ['float32', 'float16'] as const) {
      const { source, largest } = watched(bytesSource(file));
      let next = 0;
      const pieces: number[] = [];
      for await (const { bytes, at } of readChunks(await tensorOf(source, 'large'), format)) {
        expect(at).toBe(next);
        next += bytes.byteLength;
        pieces.push(bytes.byteLength);
      }
      expect(next).toBe(LARGE * (format === 'float32' ? 4 : 2));
      expect(pieces.length).toBeGreaterThan(1);
      expect(Math.max(largest(), ...pieces)).toBeLessThanOrEqual(CHUNK_BYTES);
    }
  });

  it('is narrowed where the device computes in half precision', async () => {
    for await (const { bytes } of readChunks(await tensorOf(bytesSource(file), 'single'), 'float16')) {
      const [chunk] = [toFloat32({ name: '', dtype: 'F16', shape: [3], bytes })];
      expect(chunk?.[2]).toBeCloseTo(0.1, 4);
      expect(chunk?.slice(0, 2)).toEqual(Float32Array.of(1, -2));
    }
  });

  it('of whole numbers is no weight', async () => {
    await expect(readFloat32(await tensorOf(bytesSource(file), 'ids'))).rejects.toThrow(/ids.*I64/);
  });
});

describe('the external data of a session', () => {
  const weights = async (source: ByteSource) =>
    new ExternalData([...(await openSafetensors(source)).tensors.values()].filter(({ dtype }) => dtype !== 'I64'));

  it('gives one tensor after the other as the packed file would', async () => {
    const { source, largest } = watched(bytesSource(file));
    const lazy = await weights(source);
    const pieces = await lazy.file(true);
    const whole = await (await weights(bytesSource(file))).file(false);
    expect(pieces).toBeInstanceOf(Uint8Array);
    expect(pieces.byteLength).toBe(whole.byteLength);
    for (const [name, length] of Object.entries({ odd: 3, large: LARGE, single: 3 })) {
      const begin = lazy.offsetOf(name);
      const end = begin + length * 4;
      expect(same(pieces.subarray(begin, end), whole.subarray(begin, end))).toBe(true);
    }
    expect(largest()).toBeLessThanOrEqual(CHUNK_BYTES);
  });

  it('is packed where nothing can be read at once', async () => {
    const { size, read } = bytesSource(file);
    const data = await weights({ size, read });
    const packed = await data.file(true);
    const begin = data.offsetOf('single');
    expect(new Float32Array(packed.slice(begin, begin + 12).buffer)).toEqual(Float32Array.of(1, -2, 0.1));
  });
});

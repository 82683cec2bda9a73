import { bytesSource, parseSafetensors, WeightsError } from '@weft/engine';
import { float32Tensor, openSafetensors, toFloat32, type WeightTensor, writeSafetensors } from '@weft/engine/internal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** A file with a header of one's own making. */
function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function entry(begin: number, end: number, shape = [(end - begin) / 4], dtype = 'F32') {
  return { dtype, shape, data_offsets: [begin, end] };
}

/** What is said of a file that is in memory; read by its header alone it must be refused in the same words. */
async function refusal(bytes: Uint8Array): Promise<WeightsError> {
  const opened = await openSafetensors(bytesSource(bytes)).catch((error: unknown) => error);
  try {
    parseSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(WeightsError);
    expect(opened).toEqual(error);
    return error as WeightsError;
  }
  throw new Error('the file was accepted');
}

describe('parseSafetensors', () => {
  it('reads tensors in place, whatever their alignment in memory', () => {
    const header = { a: entry(0, 3, [3], 'U8'), b: entry(3, 11), __metadata__: { format: 'pt' } };
    const data = new Uint8Array(11);
    data.set([1, 2, 3]);
    new DataView(data.buffer).setFloat32(3, 1.5, true);
    new DataView(data.buffer).setFloat32(7, -2, true);
    const plain = fileOf(header, data);
    for (const shift of [0, 1, 2, 3]) {
      const bytes = new Uint8Array(plain.length + shift).subarray(shift);
      bytes.set(plain);
      const file = parseSafetensors(bytes);
      expect(file.metadata).toEqual({ format: 'pt' });
      expect([...file.tensors.keys()]).toEqual(['a', 'b']);
      const b = file.tensors.get('b') as WeightTensor;
      expect([...toFloat32(b)]).toEqual([1.5, -2]);
      expect(b.bytes.buffer).toBe(bytes.buffer);
    }
  });

  it('reads scalars, empty tensors and an empty file', () => {
    const file = parseSafetensors(fileOf({ s: entry(0, 4, []), none: entry(4, 4, [0, 7]) }, new Uint8Array(4)));
    expect(toFloat32(file.tensors.get('s') as WeightTensor)).toHaveLength(1);
    expect(toFloat32(file.tensors.get('none') as WeightTensor)).toHaveLength(0);
    expect(parseSafetensors(fileOf({})).tensors.size).toBe(0);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /0 bytes long/],
    ['a header longer than the file', fileOf({ a: entry(0, 4) }).subarray(0, 20), /truncated/],
    ['an absurd header length', new Uint8Array(16).fill(255), /header claims/],
    ['a header that is no JSON', fileOf('{"a":'), /not readable JSON/],
    ['a header that is a list', fileOf('[1]'), /not a table/],
    ['an entry without offsets', fileOf({ a: { dtype: 'F32', shape: [1] } }), /"a" is malformed/],
    ['a negative offset', fileOf({ a: entry(-4, 0, [1]) }), /"a" is malformed/],
    ['a fractional side', fileOf({ a: entry(0, 4, [1.5]) }, new Uint8Array(4)), /"a" is malformed/],
    ['a type it does not know', fileOf({ a: entry(0, 4, [4], 'F8_E4M3') }, new Uint8Array(4)), /F8_E4M3/],
    ['a type named like a built-in', fileOf({ a: entry(0, 4, [4], 'toString') }, new Uint8Array(4)), /toString/],
    ['data cut off', fileOf({ a: entry(0, 8) }, new Uint8Array(7)), /truncated.*"a"/],
    ['offsets back to front', fileOf({ a: entry(4, 0, [1]) }, new Uint8Array(4)), /ends before it begins/],
    ['a size other than the shape', fileOf({ a: entry(0, 8, [3]) }, new Uint8Array(8)), /needs 12 bytes but has 8/],
    ['overlapping tensors', fileOf({ a: entry(0, 8), b: entry(4, 12) }, new Uint8Array(12)), /"b" overlaps/],
    ['a gap', fileOf({ a: entry(0, 4), b: entry(8, 12) }, new Uint8Array(12)), /before tensor "b"/],
    ['bytes left over', fileOf({ a: entry(0, 4) }, new Uint8Array(5)), /after the last/],
    ['metadata that is no text', fileOf({ __metadata__: { n: 1 } }), /metadata/],
  ])('refuses %s', async (_, bytes, message) => {
    const error = await refusal(bytes);
    expect(error.message).toMatch(message);
    expect(error.advice).not.toBe('');
  });

  it('refuses a real file cut anywhere', async () => {
    const whole = writeSafetensors([float32Tensor('w', [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6))], { a: 'b' });
    for (let length = 0; length < whole.length; length++) await refusal(whole.subarray(0, length));
  });
});

const metadataKey = fc.string().filter((key) => key !== '__proto__');

describe('writeSafetensors', () => {
  it('gives back names, shapes, values and metadata', () => {
    const tensors = fc.uniqueArray(
      fc.record({
        name: fc.string().filter((name) => name !== '__metadata__'),
        values: fc.float32Array({ maxLength: 9 }),
      }),
      { selector: ({ name }) => name, maxLength: 6 },
    );
    fc.assert(
      fc.property(tensors, fc.dictionary(metadataKey, fc.string()), (list, metadata) => {
        const written = writeSafetensors(
          list.map(({ name, values }) => float32Tensor(name, [1, values.length], values)),
          metadata,
        );
        const file = parseSafetensors(written);
        expect({ ...file.metadata }).toEqual({ ...metadata });
        expect(file.tensors.size).toBe(list.length);
        for (const { name, values } of list) {
          const tensor = file.tensors.get(name) as WeightTensor;
          expect(tensor.shape).toEqual([1, values.length]);
          expect(toFloat32(tensor)).toEqual(values);
        }
      }),
    );
  });

  it('puts each tensor where its type is aligned', () => {
    const bytes = (length: number) => new Uint8Array(length);
    const written = writeSafetensors([
      { name: 'mask', dtype: 'U8', shape: [3], bytes: bytes(3) },
      { name: 'half', dtype: 'F16', shape: [1], bytes: bytes(2) },
      { name: 'wide', dtype: 'I64', shape: [1], bytes: bytes(8) },
      { name: 'single', dtype: 'F32', shape: [1], bytes: bytes(4) },
    ]);
    const offsets = [...parseSafetensors(written).tensors.values()].map(({ name, bytes: { byteOffset } }) => [
      name,
      byteOffset,
    ]);
    const widths: Record<string, number> = { mask: 1, half: 2, wide: 8, single: 4 };
    for (const [name, offset] of offsets) expect(Number(offset) % (widths[String(name)] as number)).toBe(0);
  });

  it('refuses two tensors of one name and bytes that do not fit the shape', () => {
    const one = float32Tensor('w', [1], Float32Array.of(1));
    expect(() => writeSafetensors([one, one])).toThrow(WeightsError);
    expect(() => writeSafetensors([{ ...one, shape: [2] }])).toThrow(/needs 8 bytes but was given 4/);
  });
});

describe('toFloat32', () => {
  it('widens F16, BF16 and F64', () => {
    const tensor = (dtype: WeightTensor['dtype'], array: Uint16Array | Float64Array): WeightTensor => ({
      name: 'w',
      dtype,
      shape: [array.length],
      bytes: new Uint8Array(array.buffer),
    });
    expect([...toFloat32(tensor('F16', Uint16Array.of(0x3c00, 0xc000)))]).toEqual([1, -2]);
    expect([...toFloat32(tensor('BF16', Uint16Array.of(0x3f80, 0xc000)))]).toEqual([1, -2]);
    expect([...toFloat32(tensor('F64', Float64Array.of(0.5, -2)))]).toEqual([0.5, -2]);
  });

  it('refuses whole numbers', () => {
    const ids: WeightTensor = { name: 'position_ids', dtype: 'I64', shape: [1], bytes: new Uint8Array(8) };
    expect(() => toFloat32(ids)).toThrow(/position_ids.*I64/);
  });
});

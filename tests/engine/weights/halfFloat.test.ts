import { decodeBfloat16, decodeHalf, encodeHalf } from '@weft/engine/internal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const allHalves = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

/** binary16 by its definition, in float64. */
function halfByDefinition(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

describe('half precision', () => {
  it('widens every half as the standard defines it', () => {
    const widened = decodeHalf(allHalves);
    const wrong = [...allHalves].filter((bits) => !Object.is(widened[bits], halfByDefinition(bits)));
    expect(wrong).toEqual([]);
  });

  it('narrows every half back to its own bits', () => {
    const narrowed = encodeHalf(decodeHalf(allHalves));
    const wrong = [...allHalves].filter((bits) =>
      Number.isNaN(halfByDefinition(bits))
        ? !Number.isNaN(halfByDefinition(narrowed[bits] ?? 0))
        : narrowed[bits] !== bits,
    );
    expect(wrong).toEqual([]);
  });

  it('rounds to the nearest half', () => {
    fc.assert(
      fc.property(fc.float({ min: -65519, max: 65519, noNaN: true }), (value) => {
        const bits = encodeHalf(Float32Array.of(value))[0] as number;
        const distance = Math.abs(halfByDefinition(bits) - value);
        for (const neighbour of [bits - 1, bits + 1]) {
          if ((neighbour & 0x7c00) === 0x7c00 || neighbour < 0) continue;
          expect(distance).toBeLessThanOrEqual(Math.abs(halfByDefinition(neighbour) - value));
        }
      }),
    );
  });

  it('sends ties to the even half, also among subnormals and into the next binade', () => {
    const ties = Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 3 * 2 ** -25, 2047.5, 65519, 65520, 1e-9);
    expect([...decodeHalf(encodeHalf(ties))]).toEqual([1, 1 + 2 ** -9, 0, 2 ** -23, 2048, 65504, Infinity, 0]);
  });

  it('widens bfloat16 as the upper half of a float32', () => {
    const brains = Uint16Array.of(0x3f80, 0xc049, 0x0001, 0xff80);
    expect([...decodeBfloat16(brains)]).toEqual([1, -3.140625, 2 ** -133, -Infinity]);
  });
});

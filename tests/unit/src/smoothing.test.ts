/** Smoothing and thinning of loss curves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smooth, thin } from '../../../src/kit/charts/smoothing.ts';

describe('smooth', () => {
  it('keeps a constant curve as it is from its first value on', () => {
    for (const value of smooth([0.2, 0.2, 0.2, 0.2], 0.95)) expect(value).toBeCloseTo(0.2, 12);
  });

  it('weighs the last value by 1 − weight, apart from the start', () => {
    const [first, second] = smooth([1, 3], 0.5);
    expect(first).toBe(1);
    // (0.5 · 0.5 · 1 + 0.5 · 3) / (1 − 0.5²)
    expect(second).toBeCloseTo(1.75 / 0.75, 12);
  });

  it('passes over steps without a value', () => {
    expect(smooth([null, 1, null, 1], 0.9)).toEqual([null, 1, null, 1]);
  });

  it('passes over what is no number, and what soon would be none', () => {
    const astray = [1, Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e300, 1];
    expect(smooth(astray, 0.9)).toEqual([1, null, null, null, null, 1]);
  });

  it('never leaves the range of its values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (values, weight) => {
          const low = Math.min(...values) - 1e-9;
          const high = Math.max(...values) + 1e-9;
          return smooth(values, weight).every((value) => value !== null && value >= low && value <= high);
        },
      ),
    );
  });
});

describe('thin', () => {
  it('leaves a short list whole', () => {
    expect(thin([1, 2, 3], 3)).toEqual([1, 2, 3]);
  });

  it('keeps the ends and the order, and no more than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 2, max: 500 }), (length, most) => {
        const items = Array.from({ length }, (_, index) => index);
        const kept = thin(items, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBe(length - 1);
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
      }),
    );
  });
});

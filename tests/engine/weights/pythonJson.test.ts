/** Python's JSON, and what would take for ever in it. */
import { parsePythonJson } from '@weft/engine';
import { describe, expect, it } from 'vitest';

describe("Python's JSON", () => {
  it('has three numbers that JSON lacks, and leaves them alone in strings', () => {
    const text = '\ufeff{"a": -Infinity, "b": [NaN, Infinity], "c": "NaN \\" -Infinity", "#0": "#1"}';
    expect(parsePythonJson(text)).toEqual({
      a: Number.NEGATIVE_INFINITY,
      b: [Number.NaN, Number.POSITIVE_INFINITY],
      c: 'NaN " -Infinity',
      '#0': '#1',
    });
  });

  it.each([
    ['strings without an end', `[NaN, ${'\\"'.repeat(500_000)}`],
    ['many marks', `[NaN, ${Array.from({ length: 1400 }, (_, i) => `"${'#'.repeat(i)}"`).join()}, x]`],
    ['a long string', `[NaN, "${'a'.repeat(2_000_000)}`],
    ['a lone backslash', '[NaN, "a\\'],
  ])('is refused quickly where it is none: %s', (_, text) => {
    const began = performance.now();
    expect(() => parsePythonJson(text)).toThrow();
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

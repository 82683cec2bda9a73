/** JSON that is made of brackets: refused by whatever reads JSON of strangers, by an error that it foresaw. */
import { parsePythonJson, parseSafetensors, parseShallowJson, WeightsError } from '@weft/engine';
import { describe, expect, it } from 'vitest';

const list = (depth: number, inside = '1') => '['.repeat(depth) + inside + ']'.repeat(depth);
const table = (depth: number, inside = '1') => '{"a":'.repeat(depth) + inside + '}'.repeat(depth);

const DEEP = [101, 5000, 100_000].flatMap((depth) => [list(depth), table(depth), `${'['.repeat(depth)}`]);

function weightFile(header: string): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

describe('JSON of strangers', () => {
  it('is read as deep as anybody writes it, and brackets in strings are letters', () => {
    for (const text of [list(100), table(100), list(60, table(40)), `[${list(99)},${table(99)}]`]) {
      expect(parseShallowJson(text)).toEqual(JSON.parse(text));
    }
    const texts = ['['.repeat(500), '\\"['.repeat(200), '\\', '{"'];
    expect(parseShallowJson(JSON.stringify(texts))).toEqual(texts);
  });

  it('is refused where it lies deeper, before anything is made of it', () => {
    for (const text of DEEP) {
      expect(() => parseShallowJson(text)).toThrow(SyntaxError);
      expect(() => parseShallowJson(text)).toThrow(/more than 100 deep/);
      expect(() => parsePythonJson(text)).toThrow(/more than 100 deep/);
      expect(() => parsePythonJson(`\ufeff[NaN, ${text}]`)).toThrow(SyntaxError);
    }
    expect(() => parseShallowJson('[[1]', 100)).toThrow(SyntaxError);
    expect(() => parseShallowJson('["[[', 1)).toThrow(SyntaxError);
  });

  it('is no header of weights, wherever in it the depth lies', () => {
    const entry = (dtype: string, shape: string) => `{"w":{"dtype":${dtype},"shape":${shape},"data_offsets":[0,0]}}`;
    for (const deep of DEEP) {
      for (const header of [
        `{"w":${deep}}`,
        `{"__metadata__":${deep}}`,
        `{"__metadata__":{"weft":${deep}}}`,
        entry(deep, '[0]'),
        entry('"F32"', deep),
      ]) {
        expect(() => parseSafetensors(weightFile(header))).toThrow(WeightsError);
        expect(() => parseSafetensors(weightFile(header))).toThrow(/not readable JSON/);
      }
    }
  });
});

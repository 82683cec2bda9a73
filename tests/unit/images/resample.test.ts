/** Pictures made smaller and larger as Pillow 13 makes them, to the last level; the numbers are Pillow's. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/contract/drawing.ts';
import { FILTERS, resample, resampleAcross, resampleDown } from '../../../workers/shared/resample.ts';

/** 13 × 11 pixels without any order. */
function source(): Picture {
  let state = 12_345;
  const rgba = new Uint8ClampedArray(4 * 13 * 11).fill(255);
  for (let place = 0; place < 13 * 11; place++) {
    for (let channel = 0; channel < 3; channel++) {
      state = (state * 48_271) % 2_147_483_647;
      rgba[4 * place + channel] = state % 256;
    }
  }
  return { width: 13, height: 11, rgba };
}

/** Without alpha, as Pillow gives it. */
const rgbOf = ({ rgba }: Picture) => Uint8Array.from([...rgba].filter((_, at) => at % 4 !== 3));
const digest = (picture: Picture) => createHash('sha256').update(rgbOf(picture)).digest('hex');

describe('a picture at another size', () => {
  it.each([
    ['smaller, bicubic', 5, 4, FILTERS.bicubic, '936fe655236d1fdccff68adeb8ac7889b9036d56528a29d225441fcbe8f8f49d'],
    ['larger, bicubic', 26, 22, FILTERS.bicubic, '87eca6688fc4b2ca07c820ca71c8fa5b70de803c6faab66571c97e522dc80649'],
    ['smaller, bilinear', 5, 4, FILTERS.bilinear, '9904bc96538bbf0d21028986b202e38bfc06c9c97692e04ee3f4308b017fe18d'],
  ])('is Pillow’s: %s', (_, width, height, filter, expected) => {
    const made = resample(source(), width, height, filter);
    if (width === 5 && filter === FILTERS.bicubic)
      expect([...rgbOf(made)].slice(0, 9)).toEqual([166, 101, 117, 141, 92, 106, 110, 161, 132]);
    expect(digest(made)).toBe(expected);
  });

  it('is the same whole or by bands of rows', () => {
    const picture = source();
    const bands = [
      [0, 4],
      [4, 9],
      [9, 11],
    ] as const;
    const narrow: Picture = { width: 5, height: 11, rgba: new Uint8ClampedArray(4 * 5 * 11) };
    for (const [top, end] of bands) {
      const rgba = picture.rgba.slice(4 * 13 * top, 4 * 13 * end);
      const band = { width: 13, height: end - top, rgba };
      narrow.rgba.set(resampleAcross(band, 5, FILTERS.bicubic).rgba, 4 * 5 * top);
    }
    expect(resampleDown(narrow, 4, FILTERS.bicubic)).toEqual(resample(picture, 5, 4, FILTERS.bicubic));
  });
});

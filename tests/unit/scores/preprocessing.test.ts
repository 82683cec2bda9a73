/** `preprocessor_config.json` of models that judge pictures: what no picture can be prepared by is refused. */
import { describe, expect, it } from 'vitest';
import { Preprocessing, pixelValues } from '../../../workers/scores/pixelValues.ts';

const CLIP = {
  size: { shortest_edge: 224 },
  crop_size: { height: 224, width: 224 },
  resample: 3,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
};
const grey = { width: 2, height: 2, rgba: new Uint8ClampedArray(16).fill(128) };

describe('how pictures are prepared', () => {
  it.each([
    ['CLIP’s', CLIP],
    ['an older one, of sides alone', { ...CLIP, size: 224, crop_size: 224 }],
    ['one that crops less than all', { ...CLIP, size: 256 }],
  ])('takes %s', (_, config) => {
    const { side, values } = pixelValues(grey, Preprocessing.parse(config));
    expect(side).toBe(224);
    expect(values).toHaveLength(3 * 224 * 224);
    expect(values[0]).toBeCloseTo((128 / 255 - 0.48145466) / 0.26862954, 4);
  });

  it.each([
    ['a side that fills the memory', { ...CLIP, size: 1_000_000 }],
    ['a crop of more than there is', { ...CLIP, size: 100 }],
    ['a picture that is no square', { ...CLIP, size: { height: 224, width: 448 } }],
    ['no spread to divide by', { ...CLIP, image_std: [0, 0.2, 0.2] }],
    ['a spread that makes numbers endless', { ...CLIP, image_std: [5e-324, 0.2, 0.2] }],
    ['levels beyond all bounds', { ...CLIP, rescale_factor: 1e308 }],
  ])('refuses %s', (_, config) => {
    expect(Preprocessing.safeParse(config).success).toBe(false);
  });
});

/**
 * Pictures at another size, as Pillow makes them, to the last level: its filters widen with the scale when pictures shrink,
 * weights are whole parts of 2²², and each of the two passes rounds to whole levels. A canvas filters otherwise in every
 * browser, and CLIP sees the difference.
 */
import type { Picture } from '../../src/contract/drawing.ts';

/** The numbers by which preprocessors name them (`PIL.Image.Resampling`). */
export const FILTERS = { lanczos: 1, bilinear: 2, bicubic: 3 } as const;
export type Filter = (typeof FILTERS)[keyof typeof FILTERS];

/** sin(πx) / πx. */
const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** How far each reaches, in pixels of the larger of both sizes, and its weight at a distance. */
const KERNELS: Record<Filter, { reach: number; weight: (distance: number) => number }> = {
  [FILTERS.lanczos]: { reach: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
  [FILTERS.bilinear]: { reach: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  // Keys 1981, a = −0.5.
  [FILTERS.bicubic]: {
    reach: 2,
    weight: (distance) => {
      const x = Math.abs(distance);
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    },
  },
};

/** What weights are whole parts of. */
const UNIT = 2 ** 22;

/** Where a pixel of a line comes from: the first of the pixels that it is made of, and their weights, which sum up to `UNIT`. */
interface Source {
  first: number;
  weights: Int32Array;
}

function sources(from: number, to: number, filter: Filter): Source[] {
  const { reach, weight } = KERNELS[filter];
  const scale = from / to;
  const widened = Math.max(scale, 1);
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach * widened + 0.5));
    const end = Math.min(from, Math.trunc(centre + reach * widened + 0.5));
    const raw = Array.from({ length: end - first }, (_, i) => weight((first + i - centre + 0.5) / widened));
    const sum = raw.reduce((total, value) => total + value, 0);
    const whole = raw.map((value) => Math.sign(value) * Math.floor((Math.abs(value) / sum) * UNIT + 0.5));
    return { first, weights: Int32Array.from(whole) };
  });
}

/** The picture at `width` × `height`; its alpha is taken for opaque. */
export function resample(picture: Picture, width: number, height: number, filter: Filter): Picture {
  return resampleDown(resampleAcross(picture, width, filter), height, filter);
}

/** The first pass alone: as high as it is, `width` wide. Rows don't know of each other, so bands of a picture can go one by one. */
export function resampleAcross(picture: Picture, width: number, filter: Filter): Picture {
  const across = sources(picture.width, width, filter);
  const rgba = new Uint8ClampedArray(4 * width * picture.height);
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = across[x] as Source;
      blend(picture.rgba, 4 * (y * picture.width + first), 4, weights, rgba, 4 * (y * width + x));
    }
  }
  return { width, height: picture.height, rgba };
}

/** The second pass: as wide as it is, `height` high. */
export function resampleDown(picture: Picture, height: number, filter: Filter): Picture {
  const { width } = picture;
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (const [y, { first, weights }] of sources(picture.height, height, filter).entries()) {
    for (let x = 0; x < width; x++) {
      blend(picture.rgba, 4 * (first * width + x), 4 * width, weights, rgba, 4 * (y * width + x));
    }
  }
  return { width, height, rgba };
}

/** One pixel of pixels that lie `stride` numbers apart. The array clamps. */
function blend(
  from: Uint8ClampedArray,
  start: number,
  stride: number,
  weights: Int32Array,
  to: Uint8ClampedArray,
  place: number,
): void {
  let [red, green, blue] = [UNIT / 2, UNIT / 2, UNIT / 2];
  for (let i = 0, at = start; i < weights.length; i++, at += stride) {
    const weight = weights[i] as number;
    red += weight * (from[at] as number);
    green += weight * (from[at + 1] as number);
    blue += weight * (from[at + 2] as number);
  }
  to[place] = Math.floor(red / UNIT);
  to[place + 1] = Math.floor(green / UNIT);
  to[place + 2] = Math.floor(blue / UNIT);
  to[place + 3] = 255;
}

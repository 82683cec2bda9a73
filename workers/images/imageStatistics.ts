/** What can be seen in a picture without understanding it: by which copies, blur and burnt colours are told. */
import type { Picture } from '../../src/contract/drawing.ts';
import type { ImageStatistics } from '../../src/contract/imageWorker.ts';

/** Patches a side: coarse enough that compression and grain don't matter, fine enough to tell one cloth from another. */
const PATCHES = 16;
/** Pixels a side in which sharpness is measured, so that it doesn't depend on the file's size. */
const SHARPNESS_SIDE = 256;
/** Pixels a side in which contrast and colour are measured, and the distance in them over which luma is compared. */
const SPREAD_SIDE = 128;
const SPREAD_DISTANCE = SPREAD_SIDE / 32;
/** A channel this close to its end, 0 or 255, shows no more shades. */
const END = 1;

/** Planes of luma (BT.601), red against green, and yellow against blue, [3, side, side]: means over even areas. */
function planes({ width, height, rgba }: Picture, side: number): Float32Array {
  const size = side * side;
  const out = new Float32Array(3 * size);
  for (let y = 0; y < side; y++) {
    const [top, bottom] = range(y, side, height);
    for (let x = 0; x < side; x++) {
      const [left, right] = range(x, side, width);
      let [red, green, blue] = [0, 0, 0];
      for (let row = top; row < bottom; row++) {
        for (let at = 4 * (row * width + left); at < 4 * (row * width + right); at += 4) {
          red += rgba[at] ?? 0;
          green += rgba[at + 1] ?? 0;
          blue += rgba[at + 2] ?? 0;
        }
      }
      const count = (bottom - top) * (right - left);
      const place = y * side + x;
      out[place] = (0.299 * red + 0.587 * green + 0.114 * blue) / count;
      out[size + place] = (red - green) / count;
      out[2 * size + place] = ((red + green) / 2 - blue) / count;
    }
  }
  return out;
}

/** The pixels of one of `parts` along `length`, at least one of them. */
function range(part: number, parts: number, length: number): [number, number] {
  const from = Math.min(length - 1, Math.floor((part * length) / parts));
  return [from, Math.max(from + 1, Math.floor(((part + 1) * length) / parts))];
}

/** Each plane without its mean, and all of them together of length 1; zero for a picture of one colour. */
function normalised(values: Float32Array): Float32Array {
  const size = values.length / 3;
  const centred = values.map((value, index) => {
    const plane = Math.floor(index / size);
    return value - mean(values.subarray(plane * size, (plane + 1) * size));
  });
  const length = Math.hypot(...centred);
  return length < 1e-3 ? centred.fill(0) : centred.map((value) => value / length);
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The variance of the Laplacian of luma: what is blurred has no second differences (Pech-Pacheco et al. 2000). */
function sharpness(picture: Picture): number {
  const side = Math.min(SHARPNESS_SIDE, picture.width, picture.height);
  if (side < 3) return 0;
  const luma = planes(picture, side);
  const at = (index: number) => luma[index] ?? 0;
  let [sum, squares] = [0, 0];
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const place = y * side + x;
      const value = 4 * at(place) - at(place - 1) - at(place + 1) - at(place - side) - at(place + side);
      sum += value;
      squares += value * value;
    }
  }
  const count = (side - 2) ** 2;
  return squares / count - (sum / count) ** 2;
}

/** The share of pixels that have a channel at its end, 0 to 1. */
function burnt({ rgba }: Picture): number {
  let count = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const channels = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    if (channels.some((value) => value <= END || value >= 255 - END)) count++;
  }
  return count / (rgba.length / 4);
}

/** How far luma and colours spread, and how even luma is. */
function spread(picture: Picture): Pick<ImageStatistics, 'contrast' | 'colour' | 'evenness'> {
  const side = Math.min(SPREAD_SIDE, picture.width, picture.height);
  const size = side * side;
  const all = planes(picture, side);
  const [luma, red, yellow] = [0, 1, 2].map((plane) => all.subarray(plane * size, (plane + 1) * size)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const centre = mean(luma);
  const distance = Math.max(1, Math.round((SPREAD_DISTANCE * side) / SPREAD_SIDE));
  let [together, alone] = [0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x + distance < side; x++) {
      const value = (luma[y * side + x] ?? 0) - centre;
      together += value * ((luma[y * side + x + distance] ?? 0) - centre);
      alone += value * value;
    }
  }
  return {
    contrast: deviation(luma),
    colour: Math.hypot(deviation(red), deviation(yellow)),
    evenness: alone === 0 ? 1 : together / alone,
  };
}

function deviation(values: Float32Array): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
}

export function imageStatistics(picture: Picture): ImageStatistics {
  return {
    patches: normalised(planes(picture, PATCHES)),
    sharpness: sharpness(picture),
    burnt: burnt(picture),
    ...spread(picture),
  };
}

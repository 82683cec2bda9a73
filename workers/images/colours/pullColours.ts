/**
 * Moves a picture's colours onto those of a palette, and leaves its shading: each of its own main colours moves to the nearest of
 * the palette, and every point by the mean of these moves, weighed by how near it lies to each colour (palette-based recolouring
 * as by Chang et al., 2015, with Shepard's weights).
 */
import type { Picture } from '../../../src/contract/drawing.ts';
import type { Palette } from '../../../src/contract/pictures/palette.ts';
import { type Lab, labOf, nearest, rgbOf } from './lab.ts';

/** ΔE2000 up to which a colour is taken for one of the palette's gone astray, and from which it is another thing's. */
const ASTRAY = 15;
const FOREIGN = 28;
/** Added to squared distances in L*a*b*, so that a point on a colour moves as that colour does. */
const SOFTNESS = 4;

interface Move {
  from: Lab;
  by: Lab;
}

/**
 * @param own the picture's main colours
 * @param wanted where they are pulled to
 * @param strength 0 leaves the picture as it is, 1 pulls all the way
 */
export function pullColours(picture: Picture, own: Palette, wanted: Palette, strength: number): Picture {
  const moves = movesOf(own, wanted, strength);
  const rgba = new Uint8ClampedArray(picture.rgba);
  if (moves.length === 0) return { ...picture, rgba };
  // Neighbours are often alike: what one colour becomes is worked out once.
  const known = new Map<number, readonly [number, number, number]>();
  for (let at = 0; at < rgba.length; at += 4) {
    const [red, green, blue] = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    const key = (red << 16) | (green << 8) | blue;
    const pulled = known.get(key) ?? rgbOf(movedBy(moves, labOf([red, green, blue])));
    known.set(key, pulled);
    rgba.set(pulled, at);
  }
  return { ...picture, rgba };
}

function movesOf(own: Palette, wanted: Palette, strength: number): Move[] {
  const targets = wanted.colours.map(({ rgb }) => labOf(rgb));
  return own.colours.map(({ rgb }) => {
    const from = labOf(rgb);
    const { place, distance } = nearest(from, targets);
    const target = targets[place] ?? from;
    const part = strength * Math.min(1, Math.max(0, (FOREIGN - distance) / (FOREIGN - ASTRAY)));
    return { from, by: [part * (target[0] - from[0]), part * (target[1] - from[1]), part * (target[2] - from[2])] };
  });
}

function movedBy(moves: readonly Move[], lab: Lab): Lab {
  const [l, a, b] = lab;
  let [weights, moveL, moveA, moveB] = [0, 0, 0, 0];
  for (const { from, by } of moves) {
    const square = (l - from[0]) ** 2 + (a - from[1]) ** 2 + (b - from[2]) ** 2;
    const weight = 1 / (square + SOFTNESS) ** 2;
    weights += weight;
    moveL += weight * by[0];
    moveA += weight * by[1];
    moveB += weight * by[2];
  }
  return [l + moveL / weights, a + moveA / weights, b + moveB / weights];
}

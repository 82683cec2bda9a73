/** Spherical interpolation between two noises. */
import { DiffusionError } from './diffusionError.ts';

/** Above this |cosine| the angle is too small to divide by and a straight line is as good. */
const NEARLY_PARALLEL = 0.9995;

/**
 * Walks from `a` (t = 0) to `b` (t = 1) along the arc between them (Shoemake 1985). A straight line
 * between two noises dips in the middle to 0.7 of their norm, and a model draws grey mush from it; the
 * arc keeps the norm. Nearly parallel or opposite noises, and zeros, are mixed in a straight line, as
 * stable-diffusion-videos does.
 * @throws DiffusionError when the lengths differ
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  if (a.length !== b.length) {
    throw new DiffusionError(
      `Noises of ${a.length} and ${b.length} numbers can't be morphed into each other.`,
      'Draw all keyframes at one size.',
    );
  }
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const valueA = a[i] as number;
    const valueB = b[i] as number;
    dot += valueA * valueB;
    squaresA += valueA * valueA;
    squaresB += valueB * valueB;
  }
  const cosine = dot / Math.sqrt(squaresA * squaresB);
  // Written so that the NaN of a zero noise takes the straight line too.
  if (!(Math.abs(cosine) <= NEARLY_PARALLEL)) return mix(a, b, 1 - t, t);
  const angle = Math.acos(cosine);
  return mix(a, b, Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle));
}

function mix(a: Float32Array, b: Float32Array, weightA: number, weightB: number): Float32Array {
  return a.map((value, i) => weightA * value + weightB * (b[i] as number));
}

import { DiffusionError, seededNoise } from '@weft/engine';
import { applyGuidance, morphNoise, slerp, TorchGenerator } from '@weft/engine/internal';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestDifference } from './largestDifference.ts';

const norm = (values: Float32Array) => Math.hypot(...values);
const angleBetween = (a: Float32Array, b: Float32Array) =>
  Math.acos(Math.min(1, a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / (norm(a) * norm(b))));
const noise = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((seed) => new TorchGenerator(seed).randn(256));
const unit = (values: Float32Array) => values.map((value) => value / norm(values));

describe('slerp', () => {
  it('begins at one end and ends at the other', () => {
    fc.assert(
      fc.property(noise, noise, (a, b) => {
        expect(largestDifference(slerp(a, b, 0), a)).toBeLessThan(1e-6);
        expect(largestDifference(slerp(a, b, 1), b)).toBeLessThan(1e-6);
      }),
    );
  });

  it('keeps the norm and turns at an even pace', () => {
    fc.assert(
      fc.property(noise, noise, fc.double({ min: 0, max: 1, noNaN: true }), (noiseA, noiseB, t) => {
        const [a, b] = [unit(noiseA), unit(noiseB)];
        const whole = angleBetween(a, b);
        fc.pre(whole > 0.1);
        const between = slerp(a, b, t);
        expect(norm(between)).toBeCloseTo(1, 5);
        expect(angleBetween(a, between)).toBeCloseTo(t * whole, 2);
      }),
    );
  });

  it('mixes in a straight line where there is no arc to follow', () => {
    const a = Float32Array.of(1, 2, 3);
    expect([...slerp(a, Float32Array.of(2, 4, 6), 0.5)]).toEqual([1.5, 3, 4.5]);
    expect([...slerp(a, a, 0.3)].every(Number.isFinite)).toBe(true);
    expect([...slerp(new Float32Array(2), Float32Array.of(2, 0), 0.5)]).toEqual([1, 0]);
  });

  it('refuses noises of two lengths', () => {
    expect(() => slerp(new Float32Array(2), new Float32Array(3), 0.5)).toThrow(DiffusionError);
  });
});

describe('morphNoise', () => {
  /** Of fewer numbers, two noises differ enough in length for the pace between them to waver. */
  const COUNT = 1024;
  const film = fc.record({
    seeds: fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 2, maxLength: 6 }),
    frames: fc.integer({ min: 2, max: 90 }),
  });
  const keyframesOf = (seeds: readonly number[]) => seeds.map((seed) => () => seededNoise(seed, COUNT));
  /** The noise to start from and the one that is added next. */
  const firstTwo = (stream: () => Float32Array) => [stream(), stream()] as const;

  it('is a loop through every keyframe, whose noises are all those of its seed', () => {
    fc.assert(
      fc.property(film, ({ seeds, frames }) => {
        const keyframes = keyframesOf(seeds);
        const path = morphNoise(keyframes, frames);
        expect(firstTwo(path(0))).toEqual(firstTwo(seededNoise(seeds[0] as number, COUNT)));
        expect(firstTwo(path(frames))).toEqual(firstTwo(path(0)));
        expect(firstTwo(path(-1))).toEqual(firstTwo(path(frames - 1)));
        const evenly = morphNoise(keyframes, seeds.length * 7);
        for (const [k, seed] of seeds.entries()) {
          expect(firstTwo(evenly(k * 7))).toEqual(firstTwo(seededNoise(seed, COUNT)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('takes no longer a step at the seam, or anywhere, than an even walk would, with later noises as with the first', () => {
    fc.assert(
      fc.property(film, ({ seeds, frames }) => {
        const path = morphNoise(keyframesOf(seeds), frames);
        const keys = seeds.map((seed) => firstTwo(seededNoise(seed, COUNT)));
        const shown = Array.from({ length: frames }, (_, frame) => firstTwo(path(frame)));
        const widest = (loop: (readonly [Float32Array, Float32Array])[], which: 0 | 1) =>
          Math.max(...loop.map((here, i) => angleBetween(here[which], (loop[(i + 1) % loop.length] ?? here)[which])));
        // A frame crosses `share` segments; none of them turns by more than the widest one.
        const share = keys.length / frames;
        for (const which of [0, 1] as const) {
          expect(widest(shown, which)).toBeLessThan(share * widest(keys, which) * 1.15 + 0.01);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the norm of noise between keyframes', () => {
    const path = morphNoise(keyframesOf([1, 2, 3]), 12);
    for (let frame = 0; frame < 12; frame++) {
      for (const values of firstTwo(path(frame))) {
        expect(norm(values) / Math.sqrt(COUNT)).toBeGreaterThan(0.9);
        expect(norm(values) / Math.sqrt(COUNT)).toBeLessThan(1.1);
      }
    }
  });

  it('refuses what is no film', () => {
    const key = () => () => new Float32Array(4);
    expect(() => morphNoise([key], 10)).toThrow(DiffusionError);
    expect(() => morphNoise([key, key], 0)).toThrow(DiffusionError);
    expect(() => morphNoise([key, () => () => new Float32Array(5)], 10)(1)()).toThrow(DiffusionError);
  });
});

describe('applyGuidance', () => {
  it('moves from the unconditional prediction through the conditional and beyond', () => {
    const unconditional = Float32Array.of(0, 1, -1);
    const conditional = Float32Array.of(1, 1, 1);
    expect([...applyGuidance(unconditional, conditional, 0)]).toEqual([0, 1, -1]);
    expect([...applyGuidance(unconditional, conditional, 1)]).toEqual([1, 1, 1]);
    expect([...applyGuidance(unconditional, conditional, 7.5)]).toEqual([7.5, 1, 14]);
    expect(() => applyGuidance(unconditional, conditional.subarray(1), 2)).toThrow(DiffusionError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DiffusionError } from '../../../workers/engine/diffusion/diffusionError.ts';
import { applyGuidance } from '../../../workers/engine/diffusion/guidance.ts';
import { morphLatents } from '../../../workers/engine/diffusion/morphPath.ts';
import { slerp } from '../../../workers/engine/diffusion/slerp.ts';
import { TorchGenerator } from '../../../workers/engine/diffusion/torchRandom.ts';
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

describe('morphLatents', () => {
  const film = fc.record({
    keyframes: fc.array(noise, { minLength: 2, maxLength: 6 }),
    frames: fc.integer({ min: 2, max: 90 }),
  });

  it('is a loop through every keyframe', () => {
    fc.assert(
      fc.property(film, ({ keyframes, frames }) => {
        const path = morphLatents(keyframes, frames);
        expect(path(0)).toEqual(keyframes[0]);
        expect(path(frames)).toEqual(path(0));
        expect(path(-1)).toEqual(path(frames - 1));
        const evenly = morphLatents(keyframes, keyframes.length * 7);
        for (const [k, keyframe] of keyframes.entries()) expect(evenly(k * 7)).toEqual(keyframe);
      }),
      { numRuns: 40 },
    );
  });

  it('takes no longer a step at the seam, or anywhere, than an even walk would', () => {
    fc.assert(
      fc.property(film, ({ keyframes, frames }) => {
        const path = morphLatents(keyframes, frames);
        const turns = keyframes.map((from, k) =>
          angleBetween(from, keyframes[(k + 1) % keyframes.length] as Float32Array),
        );
        // A frame crosses `share` segments; none of them turns by more than the widest one.
        const share = keyframes.length / frames;
        const most = share * Math.max(...turns) * 1.15 + 0.01;
        for (let frame = 0; frame < frames; frame++) {
          const next = (frame + 1) % frames;
          expect(angleBetween(path(frame), path(next))).toBeLessThan(most);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('refuses what is no film', () => {
    const key = new Float32Array(4);
    expect(() => morphLatents([key], 10)).toThrow(DiffusionError);
    expect(() => morphLatents([key, key], 0)).toThrow(DiffusionError);
    expect(() => morphLatents([key, new Float32Array(5)], 10)).toThrow(DiffusionError);
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

/** The random numbers of a seed against PyTorch's CPU generator. */

import { TorchGenerator } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../engine/diffusion/largestDifference.ts';
import { hold } from './rows.ts';
import { namesOf, reference, settings } from './samplerReference.ts';

const LATENTS = { seed: 4294967295, count: 4 * 64 * 64 };
const SERIES_SEED = 42;

const count = (values: boolean[]) => values.filter(Boolean).length;

/** Every normal number of the reference, with ours beside it. */
function normals(): { ours: Float32Array; wanted: Float32Array }[] {
  const single = namesOf('randn', 2).filter(([first]) => first !== 'series');
  const draws = single.map(([seed, size]) => ({
    ours: new TorchGenerator(Number(seed)).randn(Number(size)),
    wanted: reference.get(`randn.${seed}.${size}`).data,
  }));
  const generator = new TorchGenerator(SERIES_SEED);
  const series = namesOf('randn', 2).filter(([first]) => first === 'series');
  const inARow = series.map((_, i) => {
    const wanted = reference.get(`randn.series.${i}`).data;
    return { ours: generator.randn(wanted.length), wanted };
  });
  const tail = reference.get('randn.latents').data;
  const latents = new TorchGenerator(LATENTS.seed).randn(LATENTS.count).slice(-tail.length);
  return [...draws, ...inARow, { ours: latents, wanted: tail }];
}

describe('the same seed, the same numbers', () => {
  it('integers of the generator, and those below a bound', () => {
    const seeds = namesOf('integers', 1).map(([seed]) => String(seed));
    expect(seeds.length).toBeGreaterThan(3);
    let differing = 0;
    for (const seed of seeds) {
      const generator = new TorchGenerator(Number(seed));
      differing += count(
        Array.from(reference.integers(`integers.${seed}`), (bits) => generator.random() !== bits >>> 0),
      );
      const bounded = new TorchGenerator(Number(seed));
      const wanted = reference.integers(`randint.${seed}`);
      const each = wanted.length / settings.bounds.length;
      const ours = settings.bounds.flatMap((bound) => Array.from({ length: each }, () => bounded.randint(bound)));
      differing += count(ours.map((value, i) => value !== wanted[i]));
    }
    hold({
      what: 'mt19937 and torch.randint',
      lane: 'typescript',
      measured: differing,
      bound: 0,
      unit: 'integers that differ',
      note: `${seeds.length} seeds, 1400 integers of the generator and 280 bounded ones each`,
    });
  });

  it('uniform numbers', () => {
    const differing = namesOf('uniform', 1).map(([seed]) => {
      const wanted = reference.get(`uniform.${seed}`).data;
      const ours = new TorchGenerator(Number(seed)).uniform(wanted.length, -0.3, 0.3);
      return count(Array.from(ours, (value, i) => value !== wanted[i]));
    });
    hold({
      what: 'torch.uniform_',
      lane: 'typescript',
      measured: differing.reduce((sum, each) => sum + each, 0),
      bound: 0,
      unit: 'numbers that differ in a bit',
    });
  });

  it('normal numbers, of fewer than 16 and more, alone and in a row', () => {
    const pairs = normals();
    const ours = pairs.flatMap((pair) => [...pair.ours]);
    const wanted = pairs.flatMap((pair) => [...pair.wanted]);
    const same = count(ours.map((value, i) => value === wanted[i]));
    hold({
      what: 'torch.randn',
      lane: 'typescript',
      measured: largestDifference(ours, wanted),
      bound: 1e-6,
      unit: 'largest |a−b|',
      note: `${same} of ${wanted.length} numbers identical in every bit (PyTorch on AVX2, as on most x86 processors)`,
    });
    // From 16 on nothing is left to the JavaScript engine but square roots.
    for (const pair of pairs.filter(({ wanted }) => wanted.length >= 16)) expect(pair.ours).toEqual(pair.wanted);
  });
});

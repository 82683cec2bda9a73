import { describe, expect, it } from 'vitest';
import { DiffusionError } from '../../../workers/engine/diffusion/diffusionError.ts';
import { TorchGenerator } from '../../../workers/engine/diffusion/torchRandom.ts';
import expected from './expected/randomNumbers.json' with { type: 'json' };
import { largestDifference } from './largestDifference.ts';

describe('TorchGenerator', () => {
  it('draws what PyTorch draws, in one stream across every kind of draw', () => {
    const { seed42 } = expected;
    const generator = new TorchGenerator(42);
    const integers = Array.from({ length: 700 }, () => generator.randint(1000));
    expect(integers.slice(-8)).toEqual(seed42.randint1000);
    expect([...generator.uniform(6, -0.3, 0.3)]).toEqual(seed42.uniform);
    // 5 leaves a second normal waiting, which 4 takes after the block-wise draws between them.
    expect([...generator.randn(5)]).toEqual(seed42.randn5);
    expect(largestDifference(generator.randn(16), seed42.randn16)).toBeLessThan(1e-6);
    expect(largestDifference(generator.randn(17), seed42.randn17)).toBeLessThan(1e-6);
    expect(largestDifference(generator.randn(40), seed42.randn40)).toBeLessThan(1e-6);
    expect([...generator.randn(4)]).toEqual(seed42.randn4);
  });

  it('takes the lower 32 bits of a large seed', () => {
    for (const seed of [2 ** 40 + 7, 2n ** 40n + 7n]) {
      const generator = new TorchGenerator(seed);
      expect(Array.from({ length: 4 }, () => generator.randint(2 ** 28 - 1))).toEqual(expected.seed2to40plus7);
    }
  });

  it('draws the latents of a 512-pixel image as PyTorch does, to the last', () => {
    const latents = new TorchGenerator(4294967295).randn(4 * 64 * 64);
    expect(largestDifference(latents.slice(-8), expected.latentsTail)).toBeLessThan(1e-6);
  });

  it('continues from a saved state as if it had never stopped', () => {
    const generator = new TorchGenerator(7);
    generator.randn(3); // a normal is left waiting
    generator.random();
    const state = structuredClone(generator.getState());
    const draw = (from: TorchGenerator) => [from.randn(2), from.randn(700), from.randint(1000), from.uniform(3)];
    const expectedDraws = draw(generator);
    const resumed = new TorchGenerator(0);
    resumed.setState(state);
    expect(draw(resumed)).toEqual(expectedDraws);
    generator.setState(state);
    expect(draw(generator)).toEqual(expectedDraws);
  });

  it('refuses seeds, bounds and states that are none', () => {
    for (const seed of [-1, 1.5, Number.NaN, -1n]) expect(() => new TorchGenerator(seed)).toThrow(DiffusionError);
    const generator = new TorchGenerator(1);
    for (const high of [0, 2.5, 2 ** 28]) expect(() => generator.randint(high)).toThrow(DiffusionError);
    const state = generator.getState();
    expect(() => generator.setState({ ...state, position: 625 })).toThrow(DiffusionError);
    expect(() => generator.setState({ ...state, words: new Uint32Array(3) })).toThrow(DiffusionError);
  });
});

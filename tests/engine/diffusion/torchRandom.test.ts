import { DiffusionError } from '@weft/engine';
import { TorchGenerator } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

describe('TorchGenerator', () => {
  it('takes the lower 32 bits of a large seed', () => {
    const draw = (seed: number | bigint) => new TorchGenerator(seed).uniform(4);
    for (const seed of [2 ** 40 + 7, 2n ** 40n + 7n]) expect(draw(seed)).toEqual(draw(7));
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

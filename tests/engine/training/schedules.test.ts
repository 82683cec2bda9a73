/** What changes from step to step or from timestep to timestep, in numbers that diffusers' formulas give. */

import {
  averagingRate,
  constantRate,
  type LearningRateSchedule,
  learningRateAt,
  minSnrWeight,
  NoiseSchedule,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

describe('the learning rate', () => {
  const rates = (kind: LearningRateSchedule['kind'], warmupSteps: number, steps = 6) =>
    Array.from({ length: steps }, (_, done) => learningRateAt({ kind, learningRate: 2, warmupSteps, steps }, done));

  it('rises in a straight line from 0 and stays', () => {
    expect(rates('constant', 4)).toEqual([0, 0.5, 1, 1.5, 2, 2]);
    expect(rates('constant', 0)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(learningRateAt(constantRate(2), 1e9)).toBe(2);
  });

  it('falls in a straight line towards the end', () => {
    expect(rates('linear', 2)).toEqual([0, 1, 2, 1.5, 1, 0.5]);
  });

  it('falls along half a cosine', () => {
    const expected = [0, 1, 2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2];
    for (const [i, rate] of rates('cosine', 2).entries()) expect(rate).toBeCloseTo(expected[i] as number, 12);
    expect(rates('cosine', 0)[0]).toBe(2);
  });

  it('goes on rising where the warm-up is longer than the run', () => {
    expect(rates('cosine', 12).at(-1)).toBeCloseTo((2 * 5) / 12, 12);
  });
});

describe('min-SNR weighting', () => {
  const config = { num_train_timesteps: 1000, beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };
  const schedule = (prediction: string, change: object = {}) =>
    new NoiseSchedule({ ...config, ...change, prediction_type: prediction });
  const snrAt = ({ alphasCumprod }: NoiseSchedule, timestep: number) => {
    const { signal, noise } = schedule('epsilon').scalesAt(timestep);
    expect(signal ** 2).toBeCloseTo(alphasCumprod[timestep] as number, 6);
    return (signal / noise) ** 2;
  };

  it.each([5, 1])('weights noise, velocity and latents as the paper does, γ = %i', (gamma) => {
    for (const timestep of [0, 100, 400, 999]) {
      const snr = snrAt(schedule('epsilon'), timestep);
      const least = Math.min(snr, gamma);
      const weight = (prediction: string) => minSnrWeight(schedule(prediction), timestep, gamma);
      expect(weight('epsilon') / (least / snr)).toBeCloseTo(1, 4);
      expect(weight('v_prediction') / (least / (snr + 1))).toBeCloseTo(1, 4);
      expect(weight('sample') / least).toBeCloseTo(1, 4);
    }
  });

  it('lessens timesteps with little noise and leaves the others', () => {
    expect(minSnrWeight(schedule('epsilon'), 10, 5)).toBeLessThan(0.1);
    expect(minSnrWeight(schedule('epsilon'), 900, 5)).toBe(1);
  });

  it('is 0 where no signal at all is left to see', () => {
    expect(minSnrWeight(schedule('v_prediction', { rescale_betas_zero_snr: true }), 999, 5)).toBe(0);
  });
});

describe('the moving average', () => {
  it('takes θ itself first, forgets the start soon, and then keeps to its decay', () => {
    expect(averagingRate(1, 0.99)).toBe(1);
    expect(averagingRate(2, 0.99)).toBeCloseTo(1 - 2 / 11, 12);
    expect(averagingRate(3, 0.99)).toBeCloseTo(1 - 3 / 12, 12);
    expect(averagingRate(10_000, 0.99)).toBeCloseTo(0.01, 12);
  });
});

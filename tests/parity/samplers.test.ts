/** Noise and sampler trajectories held against the reference numbers of the tiny model. */
import { describe, expect, it } from 'vitest';
import { createSampler, type SamplerKind } from '../../workers/engine/diffusion/samplers/createSampler.ts';
import { NoiseSchedule } from '../../workers/engine/diffusion/schedule.ts';
import { TorchGenerator } from '../../workers/engine/diffusion/torchRandom.ts';
import { expectedNames, expectedNumbers, readFixtureJson } from '../engine/fixtures.ts';
import { largestDifference } from '../engine/diffusion/largestDifference.ts';

const schedulerConfig = readFixtureJson('scheduler/scheduler_config.json') as Record<string, unknown>;
const { timesteps } = readFixtureJson('expected.json') as { timesteps: Record<string, number[]> };

describe('torch.randn', () => {
  const draws = expectedNames.flatMap((name) => {
    const [, seed, count] = /^randn\.(\d+)\.(\d+)$/.exec(name) ?? [];
    return seed === undefined ? [] : [{ name, seed: Number(seed), count: Number(count) }];
  });

  it.each(draws)('$count numbers from seed $seed', ({ name, seed, count }) => {
    expect(largestDifference(new TorchGenerator(seed).randn(count), expectedNumbers(name))).toBeLessThan(1e-6);
  });

  it('calls in a row from one generator', () => {
    const generator = new TorchGenerator(42);
    const series = expectedNames.filter((name) => name.startsWith('randn.series.')).sort();
    expect(series.length).toBeGreaterThan(3);
    for (const name of series) {
      const wanted = expectedNumbers(name);
      expect(largestDifference(generator.randn(wanted.length), wanted)).toBeLessThan(1e-6);
    }
  });
});

describe('sampler trajectories', () => {
  const start = expectedNumbers('sampler.start');
  const predictions = expectedNumbers('sampler.predictions');
  const width = start.length;

  it.each(Object.keys(timesteps))('%s, every step on its way', (name) => {
    const [kind, spacing, steps] = name.split('.') as [SamplerKind, string, string];
    const schedule = new NoiseSchedule({ ...schedulerConfig, timestep_spacing: spacing });
    const sampler = createSampler(kind, schedule, Number(steps));
    expect(sampler.timesteps).toEqual(timesteps[name]);
    const path = expectedNumbers(`sampler.path.${name}`);
    // Fixed predictions fit no picture, so the latents grow to about 30, and float32 has seven digits: diffusers'
    // own path lies up to 8e-7 of its largest value away from the same path computed in float64.
    const bound = 1e-6 * Math.max(...path.map(Math.abs));
    let latents: Float32Array = start;
    for (let i = 0; i < sampler.timesteps.length; i++) {
      latents = sampler.step(i, predictions.subarray(i * width, (i + 1) * width), latents);
      expect(largestDifference(latents, path.subarray((i + 1) * width, (i + 2) * width))).toBeLessThan(bound);
    }
  });
});

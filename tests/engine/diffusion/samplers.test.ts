import { describe, expect, it } from 'vitest';
import { DiffusionError } from '../../../workers/engine/diffusion/diffusionError.ts';
import { createSampler, type Sampler } from '../../../workers/engine/diffusion/samplers/createSampler.ts';
import { NoiseSchedule } from '../../../workers/engine/diffusion/schedule.ts';
import expected from './expected/schedules.json' with { type: 'json' };
import { largestDifference } from './largestDifference.ts';

const LENGTH = 6;

/** The model of `make_expected.py`. */
function model(latents: Float32Array, timestep: number): Float32Array {
  return latents.map((value, place) => 0.6 * value + 0.3 * Math.cos(place + timestep / 50));
}

function draw(sampler: Sampler): Float32Array {
  let latents: Float32Array = Float32Array.from({ length: LENGTH }, (_, i) => -1.5 + (3 * i) / (LENGTH - 1));
  sampler.timesteps.forEach((timestep, i) => {
    latents = sampler.step(i, model(sampler.scaleInput(latents, i), timestep), latents);
  });
  return latents;
}

const cases = expected.flatMap(({ name, config, ...kinds }) =>
  (['ddim', 'dpmsolver++'] as const).flatMap((kind) =>
    Object.entries(kinds[kind]).map(([steps, wanted]) => ({ name, config, kind, steps: Number(steps), wanted })),
  ),
);

describe('samplers', () => {
  it.each(cases)("$kind walks diffusers' trajectory: $name, $steps steps", ({ config, kind, steps, wanted }) => {
    const sampler = createSampler(kind, new NoiseSchedule(config), steps);
    expect(sampler.timesteps).toEqual(wanted.timesteps);
    expect(sampler.initNoiseSigma).toBe(1);
    expect(largestDifference(draw(sampler), wanted.latents)).toBeLessThan(1e-5);
  });

  it('a sampler can be used again, and leaves its inputs alone', () => {
    const schedule = new NoiseSchedule({});
    for (const kind of ['ddim', 'dpmsolver++'] as const) {
      const sampler = createSampler(kind, schedule, 5);
      const first = draw(sampler);
      expect(draw(sampler)).toEqual(first);
      const latents = Float32Array.of(1, 2);
      const output = Float32Array.of(0.1, 0.2);
      sampler.step(0, output, latents);
      expect([...latents, ...output]).toEqual([1, 2, ...Float32Array.of(0.1, 0.2)]);
    }
  });

  it('two samplers do not share what they remember', () => {
    const schedule = new NoiseSchedule({});
    const alone = draw(createSampler('dpmsolver++', schedule, 4));
    const [one, other] = [createSampler('dpmsolver++', schedule, 4), createSampler('dpmsolver++', schedule, 4)];
    let latents: Float32Array = Float32Array.from({ length: LENGTH }, (_, i) => -1.5 + (3 * i) / (LENGTH - 1));
    one.timesteps.forEach((timestep, i) => {
      other.step(i, new Float32Array(LENGTH).fill(9), new Float32Array(LENGTH));
      latents = one.step(i, model(latents, timestep), latents);
    });
    expect(latents).toEqual(alone);
  });

  it('recovers clean latents in one step from a model that knows the noise', () => {
    const schedule = new NoiseSchedule({ timestep_spacing: 'trailing' });
    const clean = Float32Array.of(0.5, -1, 0.25);
    const noise = Float32Array.of(1, 0.3, -2);
    for (const kind of ['ddim', 'dpmsolver++'] as const) {
      const sampler = createSampler(kind, schedule, 1);
      const noisy = schedule.addNoise(clean, noise, sampler.timesteps[0] as number);
      expect(largestDifference(sampler.step(0, noise, noisy), clean)).toBeLessThan(1e-4);
    }
  });

  it.each([0, -1, 2.5, Number.NaN, 5000])('refuses %d steps', (steps) => {
    const schedule = new NoiseSchedule({});
    expect(() => createSampler('ddim', schedule, steps)).toThrow(DiffusionError);
    expect(() => createSampler('dpmsolver++', schedule, steps)).toThrow(DiffusionError);
  });

  it('refuses steps that are none, out of order, or of the wrong length', () => {
    const schedule = new NoiseSchedule({ steps_offset: 1 });
    const latents = new Float32Array(4);
    for (const kind of ['ddim', 'dpmsolver++'] as const) {
      const sampler = createSampler(kind, schedule, 3);
      expect(() => sampler.step(3, latents, latents)).toThrow(DiffusionError);
      expect(() => sampler.step(0, latents, latents.subarray(1))).toThrow(DiffusionError);
    }
    expect(() => createSampler('dpmsolver++', schedule, 3).step(1, latents, latents)).toThrow(/follow/);
    // Every timestep, moved up by one, would be past the last.
    expect(() => createSampler('ddim', schedule, 1000)).toThrow(/past/);
  });
});

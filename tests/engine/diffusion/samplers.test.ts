import { DiffusionError, SAMPLER_KINDS } from '@weft/engine';
import { createSampler, NoiseSchedule, type Sampler, type SamplerKind, TorchGenerator } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { largestDifference } from './largestDifference.ts';

const LENGTH = 16;
const STABLE_DIFFUSION = { beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012, steps_offset: 1 };
const withNoise: readonly SamplerKind[] = ['euler ancestral', 'lcm'];
const withMemory: readonly SamplerKind[] = ['dpmsolver++', 'dpmsolver++ karras', 'unipc', 'unipc karras'];

const noNoise = (): Float32Array => {
  throw new Error('asked for noise');
};

function seeded(seed: number): () => Float32Array {
  const generator = new TorchGenerator(seed);
  return () => generator.randn(LENGTH);
}

/** Any smooth function of both will do. */
function model(latents: Float32Array, timestep: number): Float32Array {
  return latents.map((value, place) => 0.6 * value + 0.3 * Math.cos(place + timestep / 50));
}

function draw(sampler: Sampler, nextNoise = seeded(1)): Float32Array {
  let latents: Float32Array = nextNoise().map((value) => value * sampler.initNoiseSigma);
  sampler.timesteps.forEach((timestep, i) => {
    latents = sampler.step(i, model(sampler.scaleInput(latents, i), timestep), latents, nextNoise);
  });
  return latents;
}

describe.each(SAMPLER_KINDS)('%s', (kind) => {
  const schedule = new NoiseSchedule(STABLE_DIFFUSION);

  it('can be used again, and leaves its inputs alone', () => {
    const sampler = createSampler(kind, schedule, 5);
    const first = draw(sampler);
    expect(first.every(Number.isFinite)).toBe(true);
    expect(draw(sampler)).toEqual(first);
    const latents = Float32Array.of(1, 2);
    const output = Float32Array.of(0.1, 0.2);
    sampler.step(0, output, latents, () => Float32Array.of(3, 4));
    expect([...latents, ...output]).toEqual([1, 2, ...Float32Array.of(0.1, 0.2)]);
  });

  it('asks for noise only where it adds some', () => {
    const stream = seeded(1);
    let asked = 0;
    draw(createSampler(kind, schedule, 5), () => {
      asked += 1;
      return stream();
    });
    // The start, and each step but the last.
    expect(asked).toBe(withNoise.includes(kind) ? 5 : 1);
  });

  it('takes its noise from the seed', () => {
    const start = seeded(1)();
    const from = (seed: number) => {
      const later = seeded(seed);
      let first = true;
      return draw(createSampler(kind, schedule, 4), () => {
        if (!first) return later();
        first = false;
        return start;
      });
    };
    expect(from(2)).toEqual(from(2));
    if (withNoise.includes(kind)) expect(from(2)).not.toEqual(from(3));
    else expect(from(2)).toEqual(from(3));
  });

  it('recovers clean latents from a model that knows them, whatever it predicts', () => {
    const clean = Float32Array.from({ length: LENGTH }, (_, i) => Math.sin(i));
    for (const prediction_type of ['epsilon', 'v_prediction', 'sample']) {
      const known = new NoiseSchedule({ ...STABLE_DIFFUSION, prediction_type, timestep_spacing: 'trailing' });
      const sampler = createSampler(kind, known, 8);
      const nextNoise = seeded(3);
      let latents: Float32Array = nextNoise().map((value) => value * sampler.initNoiseSigma);
      sampler.timesteps.forEach((timestep, i) => {
        const input = sampler.scaleInput(latents, i);
        const whole = Math.round(timestep);
        const { signal, noise } = known.scalesAt(whole);
        const noiseIn = input.map((value, j) => (value - signal * (clean[j] as number)) / noise);
        latents = sampler.step(i, known.target(clean, noiseIn, whole), latents, nextNoise);
      });
      // Karras's timesteps are rounded to whole ones, so that the model is a little off in what it knows.
      expect(largestDifference(latents, clean)).toBeLessThan(0.02);
    }
  });

  it.each([0, -1, 2.5, Number.NaN, 5000])('refuses %d steps', (steps) => {
    expect(() => createSampler(kind, schedule, steps)).toThrow(DiffusionError);
  });

  it('refuses steps that are none, out of order, or of the wrong length', () => {
    const latents = new Float32Array(4);
    const sampler = createSampler(kind, schedule, 3);
    expect(() => sampler.step(3, latents, latents, noNoise)).toThrow(DiffusionError);
    expect(() => sampler.step(0, latents, latents.subarray(1), noNoise)).toThrow(DiffusionError);
    const outOfOrder = () => createSampler(kind, schedule, 3).step(1, latents, latents, () => latents);
    if (withMemory.includes(kind)) expect(outOfOrder).toThrow(/follow/);
    else expect(outOfOrder).not.toThrow();
  });

  it.runIf(withMemory.includes(kind))('does not share what it remembers', () => {
    const alone = draw(createSampler(kind, schedule, 4));
    const [one, other] = [createSampler(kind, schedule, 4), createSampler(kind, schedule, 4)];
    let latents = seeded(1)();
    one.timesteps.forEach((timestep, i) => {
      other.step(i, new Float32Array(LENGTH).fill(9), new Float32Array(LENGTH), noNoise);
      latents = one.step(i, model(latents, timestep), latents, noNoise);
    });
    expect(latents).toEqual(alone);
  });
});

describe('steps', () => {
  it('that would reach past the last timestep are refused', () => {
    // Every timestep, moved up by one, would be past the last.
    expect(() => createSampler('ddim', new NoiseSchedule(STABLE_DIFFUSION), 1000)).toThrow(/past/);
  });

  it('of LCM are as many as the model was distilled on, at most', () => {
    const schedule = new NoiseSchedule({ ...STABLE_DIFFUSION, original_inference_steps: 40 });
    expect(createSampler('lcm', schedule, 4).timesteps).toEqual([999, 749, 499, 249]);
    expect(() => createSampler('lcm', schedule, 41)).toThrow(/41 sampling steps/);
  });

  it('are spaced as the sampler is used to where the model names no spacing', () => {
    const schedule = new NoiseSchedule({});
    expect(createSampler('ddim', schedule, 4).timesteps).toEqual([750, 500, 250, 0]);
    expect(createSampler('dpmsolver++', schedule, 3).timesteps).toEqual([999, 666, 333]);
    expect(createSampler('euler', schedule, 3).timesteps).toEqual([999, 499.5, 0]);
  });
});

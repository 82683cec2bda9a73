import { describe, expect, it } from 'vitest';
import { DiffusionError } from '../../../workers/engine/diffusion/diffusionError.ts';
import { NoiseSchedule } from '../../../workers/engine/diffusion/schedule.ts';
import expected from './expected/schedules.json' with { type: 'json' };
import { largestDifference } from './largestDifference.ts';

describe.each(expected)('NoiseSchedule, $name', ({ config, alphasCumprod, noisyAt310, velocityAt310 }) => {
  const schedule = new NoiseSchedule(config);
  const latents = Float32Array.from({ length: 6 }, (_, i) => -1 + (2 * i) / 5);
  const noise = Float32Array.from({ length: 6 }, (_, i) => Math.cos(i));

  it("has diffusers' ᾱ at every timestep looked at", () => {
    expect(schedule.alphasCumprod).toHaveLength(schedule.trainTimesteps);
    const picked = Object.keys(alphasCumprod).map((timestep) => schedule.alphasCumprod[Number(timestep)] as number);
    expect(largestDifference(picked, Object.values(alphasCumprod))).toBeLessThan(1e-6);
  });

  it('adds noise as diffusers does and leaves its inputs alone', () => {
    const kept = latents.slice();
    expect(largestDifference(schedule.addNoise(latents, noise, 310), noisyAt310)).toBeLessThan(1e-6);
    expect(largestDifference(schedule.velocity(latents, noise, 310), velocityAt310)).toBeLessThan(1e-6);
    expect(latents).toEqual(kept);
  });

  it('refuses timesteps it does not have and noise of another length', () => {
    for (const timestep of [-1, schedule.trainTimesteps, 0.5]) {
      expect(() => schedule.addNoise(latents, noise, timestep)).toThrow(DiffusionError);
    }
    expect(() => schedule.addNoise(latents, noise.subarray(1), 0)).toThrow(DiffusionError);
  });
});

describe('scheduler_config.json', () => {
  it('is read as Stable Diffusion ships it, unknown keys and all', () => {
    const { config } = new NoiseSchedule({
      _class_name: 'PNDMScheduler',
      _diffusers_version: '0.6.0',
      beta_end: 0.012,
      beta_schedule: 'scaled_linear',
      beta_start: 0.00085,
      num_train_timesteps: 1000,
      set_alpha_to_one: false,
      skip_prk_steps: true,
      steps_offset: 1,
      trained_betas: null,
      clip_sample: false,
    });
    expect(config).toMatchObject({ prediction_type: 'epsilon', timestep_spacing: 'leading', steps_offset: 1 });
  });

  it.each([
    ['prediction_type', 'sample'],
    ['prediction_type', 'flow_prediction'],
    ['beta_schedule', 'exp'],
    ['num_train_timesteps', 0],
    ['beta_end', '0.012'],
    ['trained_betas', [0.1, 0.2]],
    ['rescale_betas_zero_snr', true],
    ['thresholding', true],
  ])('is refused when %s is %j, naming the key', (key, value) => {
    expect(() => new NoiseSchedule({ [key]: value })).toThrow(new RegExp(key));
  });

  it.each([null, 'text', [1]])('is refused when it is %j', (value) => {
    expect(() => new NoiseSchedule(value)).toThrow(DiffusionError);
  });
});

import { DiffusionError } from '@weft/engine';
import { NoiseSchedule } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { largestDifference } from './largestDifference.ts';

const latents = Float32Array.from({ length: 6 }, (_, i) => -1 + (2 * i) / 5);
const noise = Float32Array.from({ length: 6 }, (_, i) => Math.cos(i));

describe('NoiseSchedule', () => {
  it('leaves its inputs alone', () => {
    const schedule = new NoiseSchedule({ prediction_type: 'v_prediction' });
    const kept = [latents.slice(), noise.slice()];
    schedule.addNoise(latents, noise, 310);
    schedule.target(latents, noise, 310);
    expect([latents, noise]).toEqual(kept);
  });

  it('asks the model for what it predicts', () => {
    const targetOf = (prediction_type: string) => new NoiseSchedule({ prediction_type }).target(latents, noise, 310);
    expect(targetOf('epsilon')).toEqual(noise);
    expect(targetOf('sample')).toEqual(latents);
    // The noised latents turned on by a quarter: with them it gives noise and latents back.
    const schedule = new NoiseSchedule({ prediction_type: 'v_prediction' });
    const { signal, noise: std } = schedule.scalesAt(310);
    const [noised, velocity] = [schedule.addNoise(latents, noise, 310), targetOf('v_prediction')];
    const clean = noised.map((value, i) => signal * value - std * (velocity[i] as number));
    expect(largestDifference(clean, latents)).toBeLessThan(1e-6);
  });

  it('with zero terminal SNR ends in noise alone, and still begins where it did', () => {
    const [as, rescaled] = [false, true].map(
      (rescale_betas_zero_snr) => new NoiseSchedule({ rescale_betas_zero_snr, prediction_type: 'v_prediction' }),
    ) as [NoiseSchedule, NoiseSchedule];
    expect(rescaled.alphasCumprod.at(-1)).toBe(0);
    expect(rescaled.alphasCumprod[0]).toBeCloseTo(as.alphasCumprod[0] as number, 6);
    expect(rescaled.addNoise(latents, noise, 999)).toEqual(noise);
    expect(rescaled.sigmas.every(Number.isFinite)).toBe(true);
  });

  it('refuses timesteps it does not have and noise of another length', () => {
    const schedule = new NoiseSchedule({});
    for (const timestep of [-1, schedule.trainTimesteps, 0.5]) {
      expect(() => schedule.addNoise(latents, noise, timestep)).toThrow(DiffusionError);
      expect(() => schedule.target(latents, noise, timestep)).toThrow(DiffusionError);
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
    expect(config).toMatchObject({ prediction_type: 'epsilon', steps_offset: 1 });
    expect(config.timestep_spacing).toBeUndefined();
  });

  it.each([
    ['prediction_type', 'flow_prediction'],
    ['timestep_spacing', 'uneven'],
    ['beta_schedule', 'exp'],
    ['num_train_timesteps', 0],
    ['beta_end', '0.012'],
    ['trained_betas', [0.1, 0.2]],
    // With noise prediction, which is what a config without prediction_type means.
    ['rescale_betas_zero_snr', true],
    ['thresholding', true],
    ['timestep_type', 'continuous'],
    ['interpolation_type', 'log_linear'],
    ['use_flow_sigmas', true],
    ['sigma_max', 700],
  ])('is refused when %s is %j, naming the key', (key, value) => {
    expect(() => new NoiseSchedule({ [key]: value })).toThrow(new RegExp(key));
  });

  it.each([null, 'text', [1]])('is refused when it is %j', (value) => {
    expect(() => new NoiseSchedule(value)).toThrow(DiffusionError);
  });
});

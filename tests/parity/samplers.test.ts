/** Schedules, the steps that samplers lay through them, and trajectories step by step, against diffusers. */

import { createSampler, NoiseSchedule, type Sampler, type SamplerKind, TorchGenerator } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../engine/diffusion/largestDifference.ts';
import { hold } from './rows.ts';
import { namesOf, reference, settings } from './samplerReference.ts';

/** What each sampler is called in the table. */
const NAMES: Record<SamplerKind, string> = {
  ddim: 'DDIM',
  'dpmsolver++': 'DPM-Solver++ 2M',
  'dpmsolver++ karras': 'DPM-Solver++ 2M Karras',
  euler: 'Euler',
  'euler karras': 'Euler Karras',
  'euler ancestral': 'Euler ancestral',
  unipc: 'UniPC',
  'unipc karras': 'UniPC Karras',
  lcm: 'LCM',
};

/** Largest |a−b| / max(1, |b|): absolute for small numbers, relative for large ones. */
function distance(ours: ArrayLike<number>, wanted: ArrayLike<number>): number {
  const scaled = (values: ArrayLike<number>) =>
    Array.from(values, (value, i) => value / Math.max(1, Math.abs(wanted[i] as number)));
  return largestDifference(scaled(ours), scaled(wanted));
}

const UNIT = 'largest |a−b| / max(1, |b|)';
const ROW = { lane: 'typescript', unit: UNIT } as const;
/** Why one bound is not 1e-6. */
const ZERO_SNR_NOTE =
  'the rescaling takes nearly equal √ᾱ from each other, which brings the last bits of PyTorch’s float32 square root ' +
  '(whose vector library does not always round correctly) to the front; of other schedules every ᾱ is identical';
const betas = namesOf('alphas_cumprod', 1).map(([config]) => String(config));
const scheduleOf = (config: string) => new NoiseSchedule(settings.configs[config]);

describe('schedule', () => {
  it.each(betas)('%s: ᾱ and σ at every timestep', (config) => {
    const { alphasCumprod, sigmas } = scheduleOf(config);
    const wanted = reference.get(`alphas_cumprod.${config}`).data;
    if (config !== 'zero snr') expect(alphasCumprod).toEqual(wanted);
    const measured = Math.max(
      distance(alphasCumprod, wanted),
      distance(sigmas, reference.get(`sigmas.${config}`).data),
    );
    hold(
      config === 'zero snr'
        ? { what: 'schedule: alphas and sigmas, zero terminal SNR', ...ROW, measured, bound: 1e-5, note: ZERO_SNR_NOTE }
        : { what: 'schedule: alphas and sigmas', ...ROW, measured, bound: 1e-6 },
    );
  });

  it.each(betas)('%s: noised latents, and what the model is to answer', (config) => {
    const schedule = scheduleOf(config);
    const towardVelocity = new NoiseSchedule({ ...settings.configs[config], prediction_type: 'v_prediction' });
    const [latents, noise] = [reference.get('noised.latents').data, reference.get('noised.noise').data];
    const rows = (make: (timestep: number) => Float32Array) =>
      settings.noisedAt.flatMap((timestep) => [...make(timestep)]);
    const noised = rows((timestep) => schedule.addNoise(latents, noise, timestep));
    const velocity = rows((timestep) => towardVelocity.target(latents, noise, timestep));
    hold({
      what: 'training samples: noised latents and velocity',
      lane: 'typescript',
      measured: Math.max(
        largestDifference(noised, reference.get(`noised.${config}`).data),
        largestDifference(velocity, reference.get(`velocity.${config}`).data),
      ),
      bound: 1e-6,
      unit: 'largest |a−b|',
    });
  });
});

const grids = namesOf('timesteps', 3) as [string, SamplerKind, string][];

describe('steps', () => {
  it.each(grids)('%s: %s, %s steps', (config, kind, steps) => {
    const sampler: Sampler & { sigmas?: Float32Array } = createSampler(kind, scheduleOf(config), Number(steps));
    const key = `${config}.${kind}.${steps}`;
    const wanted = reference.get(`timesteps.${key}`).data;
    hold({
      what: 'schedule: timesteps',
      ...ROW,
      measured: distance(sampler.timesteps, wanted),
      bound: 1e-6,
      note: 'whole timesteps identical; Euler’s lie between two',
    });
    if (!kind.startsWith('euler')) expect(sampler.timesteps).toEqual([...wanted]);
    if (!reference.has(`sigmas.${key}`)) return;
    hold({
      what: 'schedule: sigmas of the steps, even and Karras',
      ...ROW,
      measured: distance(sampler.sigmas ?? [], reference.get(`sigmas.${key}`).data),
      bound: 1e-6,
    });
  });
});

const paths = namesOf('path', 3) as [string, SamplerKind, string][];

describe('step by step', () => {
  it('every sampler there is', () => {
    expect(new Set(paths.map(([, kind]) => kind))).toEqual(new Set(Object.keys(NAMES)));
  });

  it.each(paths)('%s: %s, %s steps', (config, kind, steps) => {
    const schedule = scheduleOf(config);
    const sampler = createSampler(kind, schedule, Number(steps));
    const { shape, data } = reference.get(`path.${config}.${kind}.${steps}`);
    const width = shape[1] as number;
    const generator = new TorchGenerator(settings.seed);
    const nextNoise = () => generator.randn(width);
    const gain = settings.gains[schedule.config.prediction_type];

    const seen: number[] = [];
    let latents: Float32Array = nextNoise().map((value) => value * sampler.initNoiseSigma);
    for (const [i, timestep] of sampler.timesteps.entries()) {
      const input = sampler.scaleInput(latents, i);
      seen.push(...input);
      latents = sampler.step(i, net(input, timestep, gain), latents, nextNoise);
    }
    seen.push(...latents);
    hold({
      what: `${NAMES[kind]}, step by step`,
      lane: 'typescript',
      measured: largestDifference(seen, data),
      bound: 1e-5,
      unit: 'largest |a−b| of what the net sees',
    });
  });
});

/** The net of the reference's trajectories: smooth, and it keeps latents near unit size. */
function net(sample: Float32Array, timestep: number, gain: number): Float32Array {
  return sample.map((value, place) => gain * value + 0.3 * Math.cos(place + timestep / 50) + 0.1 * Math.sin(2 * value));
}

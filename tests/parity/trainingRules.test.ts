/** What changes from step to step of a run, against diffusers: the learning rate, min-SNR weights, the moving average, offset noise. */
import { readFileSync } from 'node:fs';
import {
  averagingRate,
  drawNoise,
  learningRateAt,
  minSnrWeight,
  NoiseSchedule,
  type ScheduleKind,
  TorchGenerator,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { largestDifference } from '../engine/diffusion/largestDifference.ts';
import { ReferenceTensors } from './referenceTensors.ts';
import { hold } from './rows.ts';
import { settings } from './samplerReference.ts';

const FILE = new URL('../fixtures/training-rules/expected.safetensors', import.meta.url);
const NOISE_SEED = 307;
const ROW = { lane: 'typescript', unit: 'largest |a−b|', bound: 1e-6 } as const;

const reference = new ReferenceTensors(new Uint8Array(readFileSync(FILE)));
/** The parts after a name's kind; a decay such as 0.99 is one part. */
const casesOf = (kind: string) =>
  reference.names(`${kind}.`).map((name) => ({ name, rest: name.slice(kind.length + 1) }));

describe('from step to step', () => {
  it.each(casesOf('rates'))('$name: the learning rate', ({ name, rest }) => {
    const [kind, warmupSteps, steps] = rest.split('.') as [ScheduleKind, string, string];
    const schedule = { kind, learningRate: 1, warmupSteps: Number(warmupSteps), steps: Number(steps) };
    const ours = Array.from({ length: schedule.steps }, (_, done) => learningRateAt(schedule, done));
    const { data } = reference.get(name);
    expect(data).toHaveLength(schedule.steps);
    hold({ what: 'learning rate schedules', ...ROW, measured: largestDifference(ours, data) });
  });

  it.each(casesOf('min_snr'))('$name: weights of the loss', ({ name, rest }) => {
    const [config = '', gamma] = rest.split('.');
    const schedule = new NoiseSchedule(settings.configs[config]);
    const { data } = reference.get(name);
    const ours = Array.from(data, (_, timestep) => minSnrWeight(schedule, timestep, Number(gamma)));
    expect(new Set(data).size).toBeGreaterThan(100);
    hold({ what: 'min-SNR weights', ...ROW, measured: largestDifference(ours, data) });
  });

  it.each(casesOf('offset_noise'))('$name: noise with a shift for each channel', ({ name, rest }) => {
    const [, channels, offset] = /^(\d+)\.(.+)$/.exec(rest) ?? [];
    const { data } = reference.get(name);
    const draw = (share: number) => drawNoise(data.length, Number(channels), share, new TorchGenerator(NOISE_SEED));
    hold({ what: 'offset noise', ...ROW, measured: largestDifference(draw(Number(offset)), data) });
    expect(largestDifference(draw(0), data)).toBeGreaterThan(0.01);
  });

  it.each(casesOf('averages'))('$name: the moving average', ({ name, rest }) => {
    const [start = Number.NaN, ...course] = reference.get('course').data;
    let average = start;
    const ours = course.map((value, i) => {
      average += averagingRate(i + 1, Number(rest)) * (value - average);
      return average;
    });
    hold({ what: 'moving average', ...ROW, measured: largestDifference(ours, reference.get(name).data) });
  });
});

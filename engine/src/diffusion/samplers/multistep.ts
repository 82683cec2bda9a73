/** What DPM-Solver++ and UniPC share: the solver's time, its noise levels, and the step of second order. */
import type { NoiseSchedule } from '../schedule.ts';
import type { Scales } from './prediction.ts';
import { evenSigmas, karrasSigmas, type SigmaSchedule, type SigmaSpacing, scalesOf } from './sigmas.ts';
import { noSuchStep } from './stepError.ts';
import { requireSteps } from './timesteps.ts';

/** The noise at one point of the trajectory. */
export interface Level extends Scales {
  /** Half the logarithm of the signal-to-noise ratio: the solver's time. Infinite at the clean end. */
  lambda: number;
}

const GRID = { spacing: 'linspace', cleanEnd: true, fractional: false } as const;

/**
 * The steps of a multistep solver; with Karras's levels they cover all of the noise that the model was trained with.
 * @param toWhole how a timestep between two is brought to one that the model knows
 * @throws DiffusionError when `steps` is not a whole number that the schedule has room for
 */
export function solverSteps(
  schedule: NoiseSchedule,
  steps: number,
  spacing: SigmaSpacing,
  toWhole: (timestep: number) => number,
): SigmaSchedule {
  if (spacing === 'even') return evenSigmas(schedule, steps, GRID);
  requireSteps(steps, schedule.trainTimesteps - 1);
  const range = { most: schedule.sigmas.at(-1) as number, least: schedule.sigmas[0] as number };
  return karrasSigmas(schedule, steps, range, toWhole);
}

/** @param sigma noise over signal; 0 is the clean end */
export function levelAt(sigma: number): Level {
  return { ...scalesOf(sigma), lambda: -Math.log(sigma) };
}

/**
 * The level before step `i`.
 * @param levels one for each step, and the clean end
 * @throws DiffusionError when `i` is no step
 */
export function levelBefore(levels: readonly Level[], i: number): Level {
  const steps = levels.length - 1;
  const level = i < steps ? levels[i] : undefined;
  if (level === undefined) throw noSuchStep(i, steps);
  return level;
}

/** Factors of the latents and of the clean prediction in a step that takes the prediction to be constant. */
export function firstOrder(from: Level, to: Level): { keep: number; gain: number } {
  return { keep: to.noise / from.noise, gain: -to.signal * Math.expm1(from.lambda - to.lambda) };
}

/**
 * From one level to the next along the line through two clean predictions (Lu et al. 2022, "DPM-Solver++",
 * algorithm 2; Zhao et al. 2023, "UniPC", the predictor of order 2 with B₂): to where that line is half a stride on.
 * @param clean predicted at `from`
 * @param before the prediction of the step before and where it was made; null takes `clean` to be constant
 */
export function predictorStep(
  from: Level,
  to: Level,
  latents: Float32Array,
  clean: Float32Array,
  before: { level: Level; clean: Float32Array } | null,
): Float32Array {
  const { keep, gain } = firstOrder(from, to);
  if (before === null) return latents.map((value, j) => keep * value + gain * (clean[j] as number));
  const reach = (to.lambda - from.lambda) / (2 * (from.lambda - before.level.lambda));
  return latents.map((value, j) => {
    const now = clean[j] as number;
    return keep * value + gain * (now + reach * (now - (before.clean[j] as number)));
  });
}

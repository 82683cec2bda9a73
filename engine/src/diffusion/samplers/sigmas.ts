/** Noise levels of the samplers that reckon in σ, noise over signal: one for each step, and the clean end. */
import type { NoiseSchedule } from '../schedule.ts';
import type { Scales } from './prediction.ts';
import { type Grid, sampleTimesteps } from './timesteps.ts';

/** `even`: those of timesteps evenly spaced; `karras`: Karras et al. 2022, equation 5. */
export type SigmaSpacing = 'even' | 'karras';

/** Steps with their noise. */
export interface SigmaSchedule {
  /** What the U-Net is told at each step, falling. */
  timesteps: number[];
  /** [steps + 1], falling; the last is 0. */
  sigmas: Float32Array;
}

/** The exponent that Karras et al. settled on: more steps where there is little noise. */
const RHO = 7;

/**
 * Timesteps of the grid and the noise there.
 * @throws DiffusionError when `steps` is not a whole number that the schedule has room for
 */
export function evenSigmas(schedule: NoiseSchedule, steps: number, grid: Grid): SigmaSchedule {
  const timesteps = sampleTimesteps(schedule, steps, grid);
  return { timesteps, sigmas: Float32Array.of(...timesteps.map((timestep) => sigmaAt(schedule, timestep)), 0) };
}

/**
 * Falling noise levels from `most` to `least` by Karras et al.'s rule, and the timesteps where the model met them.
 * @param steps whole number from 1
 * @param toTimestep what the model can be told: as it is, rounded, …
 */
export function karrasSigmas(
  schedule: NoiseSchedule,
  steps: number,
  { most, least }: { most: number; least: number },
  toTimestep: (timestep: number) => number,
): SigmaSchedule {
  const [high, low] = [most ** (1 / RHO), least ** (1 / RHO)];
  const sigmas = Array.from({ length: steps }, (_, i) => {
    const ramp = steps === 1 ? 0 : i === steps - 1 ? 1 : i * (1 / (steps - 1));
    return (high + ramp * (low - high)) ** RHO;
  });
  const timestepOf = timestepFinder(schedule);
  return {
    timesteps: sigmas.map((sigma) => toTimestep(timestepOf(sigma))),
    sigmas: Float32Array.of(...sigmas, 0),
  };
}

/** The factors of signal and noise in latents of unit variance with noise `sigma` times the signal. */
export function scalesOf(sigma: number): Scales {
  const signal = 1 / Math.sqrt(sigma * sigma + 1);
  return { signal, noise: sigma * signal };
}

/** σ at a timestep, in a straight line between two training timesteps. */
export function sigmaAt({ sigmas }: NoiseSchedule, timestep: number): number {
  const below = Math.floor(timestep);
  const sigma = sigmas[below] as number;
  if (below === timestep) return sigma;
  return ((sigmas[below + 1] as number) - sigma) * (timestep - below) + sigma;
}

/** Finds the timestep of a σ, in a straight line between two training timesteps' logarithms of σ. */
function timestepFinder({ sigmas }: NoiseSchedule): (sigma: number) => number {
  const logarithms = sigmas.map(Math.log);
  return (sigma) => {
    const wanted = Math.log(sigma);
    const above = logarithms.findIndex((logarithm) => logarithm > wanted);
    const below = above === -1 ? logarithms.length - 2 : Math.max(above - 1, 0);
    const from = logarithms[below] as number;
    const step = from - (logarithms[below + 1] as number);
    // Betas may be so small that two timesteps have the same noise.
    const share = step === 0 ? 0 : (from - wanted) / step;
    return below + Math.min(Math.max(share, 0), 1);
  };
}

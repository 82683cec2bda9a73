/**
 * Which training timesteps a sampler visits (Lin et al. 2023, "Common Diffusion Noise Schedules and
 * Sample Steps are Flawed", table 2, as diffusers rounds them).
 */
import { DiffusionError } from '../diffusionError.ts';
import type { NoiseSchedule } from '../schedule.ts';

/** How a method lays its steps over the training range. */
export interface Grid {
  /** The spacing where the model's config names none. */
  spacing: 'leading' | 'linspace';
  /** Whether the clean end is a grid point beside the steps: DPM-Solver counts it, DDIM and Euler don't. */
  cleanEnd: boolean;
  /** Whether `linspace` keeps what lies between two training timesteps. */
  fractional: boolean;
}

/**
 * Falling timesteps, one for each step.
 * @throws DiffusionError when `steps` is not a whole number that the schedule has room for
 */
export function sampleTimesteps(schedule: NoiseSchedule, steps: number, grid: Grid): number[] {
  const { trainTimesteps } = schedule;
  const points = grid.cleanEnd ? steps + 1 : steps;
  requireSteps(steps, trainTimesteps - (points - steps));
  const timesteps = Array.from({ length: steps }, (_, i) => timestepAt(i, steps, points, schedule, grid));
  if ((timesteps[0] as number) >= trainTimesteps) {
    throw new DiffusionError(
      `${steps} sampling steps reach past the model's last timestep.`,
      'Use fewer sampling steps.',
    );
  }
  return timesteps;
}

/** @throws DiffusionError when `steps` is not a whole number from 1 to `most` */
export function requireSteps(steps: number, most: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > most) {
    throw new DiffusionError(`${steps} sampling steps can't be taken.`, `Use a whole number from 1 to ${most}.`);
  }
}

/** Rounds as NumPy does: halves go to the even neighbour. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

// Grid points are reckoned as NumPy does, by a stride that is rounded first: many lie on a half exactly or nearly, and
// another order of operations would round those to the other neighbour.
function timestepAt(
  i: number,
  steps: number,
  points: number,
  { trainTimesteps, config }: NoiseSchedule,
  { spacing, fractional }: Grid,
): number {
  const fromEnd = points - 1 - i;
  switch (config.timestep_spacing ?? spacing) {
    case 'linspace': {
      const last = trainTimesteps - 1;
      const value = i === 0 && points > 1 ? last : fromEnd * (last / Math.max(points - 1, 1));
      return fractional ? Math.fround(value) : roundHalfEven(value);
    }
    case 'leading':
      return fromEnd * Math.floor(trainTimesteps / points) + config.steps_offset;
    case 'trailing': {
      const stride = trainTimesteps - trainTimesteps / steps - trainTimesteps;
      return roundHalfEven(trainTimesteps + i * stride) - 1;
    }
  }
}

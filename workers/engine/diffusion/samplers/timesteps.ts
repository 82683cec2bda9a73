/**
 * Which training timesteps a sampler visits (Lin et al. 2023, "Common Diffusion Noise Schedules and
 * Sample Steps are Flawed", table 2, as diffusers rounds them).
 */
import { DiffusionError } from '../diffusionError.ts';
import type { NoiseSchedule } from '../schedule.ts';

/**
 * Falling timesteps, one for each step.
 * @param intervals into how many parts the training range is cut for `leading` and `linspace`:
 *   DDIM counts its steps as grid points, DPM-Solver its steps and the clean end beside them
 * @throws DiffusionError when `steps` is not a whole number that the schedule has room for
 */
export function sampleTimesteps(schedule: NoiseSchedule, steps: number, intervals: 'steps' | 'steps+1'): number[] {
  const { trainTimesteps } = schedule;
  const points = intervals === 'steps' ? steps : steps + 1;
  if (!Number.isInteger(steps) || steps < 1 || points > trainTimesteps) {
    const most = trainTimesteps - (points - steps);
    throw new DiffusionError(`${steps} sampling steps can't be taken.`, `Use a whole number from 1 to ${most}.`);
  }
  const timesteps = Array.from({ length: steps }, (_, i) => timestepAt(i, steps, points, schedule));
  if ((timesteps[0] as number) >= trainTimesteps) {
    throw new DiffusionError(
      `${steps} sampling steps reach past the model's last timestep.`,
      'Use fewer sampling steps.',
    );
  }
  return timesteps;
}

function timestepAt(i: number, steps: number, points: number, { trainTimesteps, config }: NoiseSchedule): number {
  const fromEnd = points - 1 - i;
  switch (config.timestep_spacing) {
    case 'linspace':
      return points === 1 ? 0 : roundHalfEven((fromEnd * (trainTimesteps - 1)) / (points - 1));
    case 'leading':
      return fromEnd * Math.floor(trainTimesteps / points) + config.steps_offset;
    case 'trailing':
      return roundHalfEven(trainTimesteps - (i * trainTimesteps) / steps) - 1;
  }
}

/** Rounds as NumPy does: halves go to the even neighbour. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

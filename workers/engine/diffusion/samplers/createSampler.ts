/** The one place that knows every sampler by its name. */
import type { NoiseSchedule } from '../schedule.ts';
import { DdimSampler } from './ddim.ts';
import { DpmSolverMultistepSampler } from './dpmSolverMultistep.ts';
import type { Sampler, SamplerKind } from './sampler.ts';

export type { Sampler, SamplerKind } from './sampler.ts';

/**
 * A sampler for one trajectory.
 * @param steps how many times the U-Net will be called, from 1
 * @throws DiffusionError when `steps` is not a whole number that the schedule has room for
 */
export function createSampler(kind: SamplerKind, schedule: NoiseSchedule, steps: number): Sampler {
  switch (kind) {
    case 'ddim':
      return new DdimSampler(schedule, steps);
    case 'dpmsolver++':
      return new DpmSolverMultistepSampler(schedule, steps);
  }
}

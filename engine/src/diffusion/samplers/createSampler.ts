/** The one place that knows every sampler by its name. */
import type { NoiseSchedule } from '../schedule.ts';
import { DdimSampler } from './ddim.ts';
import { DpmSolverMultistepSampler } from './dpmSolverMultistep.ts';
import { EulerSampler } from './euler.ts';
import { LcmSampler } from './lcm.ts';
import type { Sampler, SamplerKind } from './sampler.ts';
import { UniPcSampler } from './uniPc.ts';

export { type NoiseStream, SAMPLER_KINDS, type Sampler, type SamplerKind } from './sampler.ts';

/**
 * A sampler for one trajectory.
 * @param steps how many times the U-Net will be called, from 1
 * @throws DiffusionError when `steps` is not a whole number that the schedule has room for
 */
export function createSampler(kind: SamplerKind, schedule: NoiseSchedule, steps: number): Sampler {
  switch (kind) {
    case 'dpmsolver++':
      return new DpmSolverMultistepSampler(schedule, steps, 'even');
    case 'dpmsolver++ karras':
      return new DpmSolverMultistepSampler(schedule, steps, 'karras');
    case 'euler':
      return new EulerSampler(schedule, steps, { sigmaSpacing: 'even', ancestral: false });
    case 'euler karras':
      return new EulerSampler(schedule, steps, { sigmaSpacing: 'karras', ancestral: false });
    case 'euler ancestral':
      return new EulerSampler(schedule, steps, { sigmaSpacing: 'even', ancestral: true });
    case 'unipc':
      return new UniPcSampler(schedule, steps, 'even');
    case 'unipc karras':
      return new UniPcSampler(schedule, steps, 'karras');
    case 'lcm':
      return new LcmSampler(schedule, steps);
    case 'ddim':
      return new DdimSampler(schedule, steps);
  }
}

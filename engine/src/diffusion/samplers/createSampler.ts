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
 * @param steps of the whole way, from 1; the U-Net is called at each that is taken
 * @param first the first step that is taken: those before it are left out where a picture is drawn over
 * @throws DiffusionError when `steps` is not a whole number that the schedule has room for
 */
export function createSampler(kind: SamplerKind, schedule: NoiseSchedule, steps: number, first = 0): Sampler {
  switch (kind) {
    case 'dpmsolver++':
      return new DpmSolverMultistepSampler(schedule, steps, 'even', first);
    case 'dpmsolver++ karras':
      return new DpmSolverMultistepSampler(schedule, steps, 'karras', first);
    case 'euler':
      return new EulerSampler(schedule, steps, { sigmaSpacing: 'even', ancestral: false });
    case 'euler karras':
      return new EulerSampler(schedule, steps, { sigmaSpacing: 'karras', ancestral: false });
    case 'euler ancestral':
      return new EulerSampler(schedule, steps, { sigmaSpacing: 'even', ancestral: true });
    case 'unipc':
      return new UniPcSampler(schedule, steps, 'even', first);
    case 'unipc karras':
      return new UniPcSampler(schedule, steps, 'karras', first);
    case 'lcm':
      return new LcmSampler(schedule, steps);
    case 'ddim':
      return new DdimSampler(schedule, steps);
  }
}

/** The learning rate over time, as engines that go by diffusers' schedulers call it. */
import type { LoraSettings } from '../../../../contract/training.ts';

/** A plain `constant` passes over the warm-up. */
export function schedulerName({ schedule, warmupSteps }: Pick<LoraSettings, 'schedule' | 'warmupSteps'>): string {
  return schedule === 'constant' && warmupSteps > 0 ? 'constant_with_warmup' : schedule;
}

/**
 * The learning rate of each step, as diffusers' and transformers' `get_scheduler` set it: a warm-up that rises from 0 in
 * a straight line (`constant_with_warmup` and the like; none where it has no steps), and what comes after it.
 */

/** How the learning rate goes on after its warm-up: it stays, or falls to 0 at the last step. */
export type ScheduleKind = 'constant' | 'linear' | 'cosine';

/** A schedule. */
export interface LearningRateSchedule {
  kind: ScheduleKind;
  /** The learning rate at its highest. */
  learningRate: number;
  /** Steps over which it rises; the first step of a warm-up learns nothing yet. */
  warmupSteps: number;
  /** Steps of the whole run. */
  steps: number;
}

/** The same learning rate from the first step to the last, however many there are. */
export function constantRate(learningRate: number): LearningRateSchedule {
  return { kind: 'constant', learningRate, warmupSteps: 0, steps: Number.POSITIVE_INFINITY };
}

/** The learning rate of the step that comes after `stepsDone` others. */
export function learningRateAt(schedule: LearningRateSchedule, stepsDone: number): number {
  return schedule.learningRate * shareAt(schedule, stepsDone);
}

function shareAt({ kind, warmupSteps, steps }: LearningRateSchedule, stepsDone: number): number {
  if (stepsDone < warmupSteps) return stepsDone / warmupSteps;
  const length = Math.max(1, steps - warmupSteps);
  switch (kind) {
    case 'constant':
      return 1;
    case 'linear':
      return Math.max(0, (steps - stepsDone) / length);
    case 'cosine':
      // Loshchilov and Hutter, arXiv 1608.03983, without restarts.
      return Math.max(0, 0.5 * (1 + Math.cos((Math.PI * (stepsDone - warmupSteps)) / length)));
  }
}

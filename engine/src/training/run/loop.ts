/** Takes a run's steps, with reports and what else is to be done on the way. */
import { type Job, Pace } from '../../pipeline/job.ts';
import type { ReadLosses } from '../step/trainer.ts';
import type { Progress, StepLosses } from './types.ts';

/** Steps between two reports, and between two readings of the losses from the device. */
const REPORT_EVERY = 5;

/** Where stepping begins, and what is done between steps. */
export interface Stepping {
  /** Steps that an earlier session took. */
  from?: number;
  /** Called after each step, its losses reported, where `isDue` says so of the steps done by then. */
  between?: { isDue: (done: number) => boolean; act: (done: number) => Promise<void> };
}

/**
 * Takes steps until `total` are done or the job is stopping. `takeStep` hears how many steps are behind it;
 * `onReport` hears of the first step and of every few, with the losses since the report before and the seconds that each step took.
 */
export async function takeSteps(
  total: number,
  takeStep: (stepsDone: number) => Promise<ReadLosses>,
  job: Job,
  onReport: (progress: Progress, losses: StepLosses[], secondsPerStep: number) => Promise<void> | void,
  { from = 0, between }: Stepping = {},
): Promise<void> {
  const pace = new Pace(total);
  let unread: { step: number; read: ReadLosses }[] = [];
  let lastReport = performance.now();
  const report = async (done: number): Promise<void> => {
    const losses: StepLosses[] = [];
    for (const { step, read } of unread) losses.push({ step, sampleLosses: await read() });
    const secondsPerStep = (performance.now() - lastReport) / 1000 / unread.length;
    unread = [];
    await onReport({ done, total, secondsLeft: pace.secondsLeft(done) }, losses, secondsPerStep);
    lastReport = performance.now();
  };
  let done = from;
  while (done < total && !job.stopping) {
    await job.yieldNow();
    const read = await takeStep(done);
    done += 1;
    unread.push({ step: done, read });
    const isDue = between?.isDue(done) ?? false;
    if (isDue || done % REPORT_EVERY === 0 || done === from + 1) await report(done);
    if (isDue) {
      await between?.act(done);
      // What is done between steps is no part of their time.
      lastReport = performance.now();
    }
  }
  if (unread.length > 0) await report(done);
}

/** What runs of every method have in common: encoding the pictures, and stepping with reports on the way. */
import { type Job, Pace } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { Picture } from '../../pipeline/picture.ts';
import type { ReadLosses } from '../step/trainer.ts';
import { encodePicture, type LatentDistribution } from './latentStore.ts';

/** Steps between two reports, and between two readings of the losses from the device. */
const REPORT_EVERY = 5;

/** How far a phase has come. */
export interface Progress {
  /** Pictures or steps behind it. */
  done: number;
  /** Of so many. */
  total: number;
  /** As the pace so far promises; null while nothing is known. */
  secondsLeft: number | null;
}

/** Losses of one step: means over its samples of the squared error of what the model is to predict. */
export interface LossPoint {
  /** Counted from 1. */
  step: number;
  /** On the pictures. */
  instance: number;
  /** On class images; null without prior preservation. */
  prior: number | null;
}

/** The losses of one step's samples, steps counted from 1. */
export interface StepLosses {
  step: number;
  sampleLosses: Float32Array;
}

/** The side in pixels of pictures that are square and of one size. */
export function sideOf(pictures: readonly Picture[]): number {
  const [first] = pictures;
  if (!first || pictures.some(({ width, height }) => width !== first.width || height !== first.width)) {
    throw new RangeError('pictures to learn from are square and of one size');
  }
  return first.width;
}

/** Encodes pictures one by one; `onProgress` hears before each. */
export async function encodePictures(
  model: Model,
  pictures: readonly Picture[],
  job: Job,
  onProgress: (progress: Progress) => void,
): Promise<LatentDistribution[]> {
  const pace = new Pace(pictures.length);
  const encoded: LatentDistribution[] = [];
  for (const picture of pictures) {
    const done = encoded.length;
    onProgress({ done, total: pictures.length, secondsLeft: pace.secondsLeft(done) });
    await job.yieldNow();
    encoded.push(await encodePicture(model, picture));
  }
  return encoded;
}

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
export async function trainSteps(
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

/** How fast this model draws on this device: what estimates are made of. */
import { preparePainter, seededNoise } from './draw.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';

/** Seconds at the model's native size. */
export interface Timings {
  guidedStepSeconds: number;
  decodeSeconds: number;
}

/** Steps that are measured; the fastest counts, since others may have waited for the page to settle. */
const STEPS = 3;
/** Seconds of the warm-up from which on one step has to do: nobody waits minutes for a better estimate. */
const SLOW_SECONDS = 10;

/**
 * Draws twice at the native size: the first time, with one step, warms up what is compiled at first use; the
 * second is measured. `onProgress` hears of the share that is done, 0 to 1.
 */
export async function measureTimings(model: Model, job: Job, onProgress: (fraction: number) => void): Promise<Timings> {
  const painterOf = (samplingSteps: number) =>
    preparePainter(model, {
      prompt: '',
      negativePrompt: '',
      guidanceScale: 7.5,
      samplingSteps,
      sampler: 'ddim',
      size: model.nativeSize,
      adapters: [],
    });
  const warmUp = await painterOf(1);
  const noise = seededNoise(0, warmUp.latentCount);
  const started = performance.now();
  await warmUp.paint(noise, job, () => onProgress(0.3));
  onProgress(0.5);
  const measured = performance.now() - started > SLOW_SECONDS * 1000 ? 1 : STEPS;
  const painter = await painterOf(measured);
  const times = [performance.now()];
  await painter.paint(noise, job, (step) => {
    times.push(performance.now());
    onProgress(0.5 + (0.4 * step) / measured);
  });
  const steps = times.slice(1).map((time, i) => time - (times[i] as number));
  return {
    guidedStepSeconds: Math.min(...steps) / 1000,
    decodeSeconds: (performance.now() - (times.at(-1) as number)) / 1000,
  };
}

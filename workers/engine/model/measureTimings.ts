/** How fast this model draws on this device: what estimates are made of. */
import { preparePainter, seededNoise } from './draw.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';

/** Seconds at the model's native size. */
export interface Timings {
  guidedStepSeconds: number;
  decodeSeconds: number;
}

/**
 * Draws twice at the native size with one step: the first time warms up what is compiled at first use, the
 * second is measured. `onProgress` hears of the share that is done, 0 to 1.
 */
export async function measureTimings(model: Model, job: Job, onProgress: (fraction: number) => void): Promise<Timings> {
  const painter = await preparePainter(model, {
    prompt: '',
    negativePrompt: '',
    guidanceScale: 7.5,
    samplingSteps: 1,
    sampler: 'ddim',
    size: model.nativeSize,
    adapters: [],
  });
  const noise = seededNoise(0, painter.latentCount);
  await painter.paint(noise, job, () => onProgress(0.4));
  onProgress(0.6);
  const started = performance.now();
  let denoised = started;
  await painter.paint(noise, job, () => {
    denoised = performance.now();
  });
  return {
    guidedStepSeconds: (denoised - started) / 1000,
    decodeSeconds: (performance.now() - denoised) / 1000,
  };
}

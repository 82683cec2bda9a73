/** How fast this model draws on this device: what estimates are made of. */
import { preparePainter, seededNoise } from './draw.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';

/** Seconds at the model's native size. */
export interface Timings {
  guidedStepSeconds: number;
  decodeSeconds: number;
}

const STEPS = 2;

/** Draws twice at the native size; the first time warms up what is compiled at first use, the second is measured. */
export async function measureTimings(model: Model, job: Job): Promise<Timings> {
  const painter = await preparePainter(model, {
    prompt: '',
    negativePrompt: '',
    guidanceScale: 7.5,
    samplingSteps: STEPS,
    sampler: 'ddim',
    size: model.nativeSize,
    adapters: [],
  });
  const noise = seededNoise(0, painter.latentCount);
  await painter.paint(noise, job);
  const started = performance.now();
  let denoised = started;
  await painter.paint(noise, job, () => {
    denoised = performance.now();
  });
  return {
    guidedStepSeconds: (denoised - started) / 1000 / STEPS,
    decodeSeconds: (performance.now() - denoised) / 1000,
  };
}

/**
 * How fast this model draws on this device: what estimates are made of. A small model is tried. A large one would take
 * minutes to try on a slow device, so its speed is first told by the text encoder's and the nets' arithmetic; it is tried
 * where that promises to be quick.
 */
import { countFlops } from '../graph/countFlops.ts';
import { decoderGraph, denoiserGraph, promptGraph } from './drawingGraphs.ts';
import { preparePipeline, seededNoise } from './generate.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';
import { textEncoderPrefix } from './promptInputs.ts';

/** Seconds at the model's native size. */
export interface Timings {
  /** One sampling step with guidance. */
  guidedStepSeconds: number;
  /** Latents to pixels, once a picture. */
  decodeSeconds: number;
}

/** Steps that are measured; the fastest counts, since others may have waited for the page to settle. */
const STEPS = 3;
/** Seconds of the warm-up from which on one step has to do: nobody waits minutes for a better estimate. */
const SLOW_SECONDS = 10;

/**
 * Seconds to draw at the native size, as far as is worth waiting for: measured, or told by the nets' arithmetic where
 * measuring would take long.
 * @param onProgress hears of the share that is done, 0 to 1
 * @throws CancelledError where the job is cancelled, OutOfMemoryError
 */
export async function measureTimings(model: Model, job: Job, onProgress: (fraction: number) => void): Promise<Timings> {
  if (!model.placement.large) return tryDrawing(model, job, onProgress);
  const estimate = await estimateTimings(model, job);
  onProgress(0.3);
  const quick = estimate.guidedStepSeconds + estimate.decodeSeconds < SLOW_SECONDS;
  return quick ? tryDrawing(model, job, onProgress) : estimate;
}

/** Times of the nets' products and convolutions at the rate at which the text encoder computes its own. */
async function estimateTimings(model: Model, job: Job): Promise<Timings> {
  await model.encodePrompt('');
  await job.yieldNow();
  const started = performance.now();
  await model.encodePrompt('');
  const seconds = (performance.now() - started) / 1000;
  const { text, guidedStep, decode } = drawingFlops(model);
  return { guidedStepSeconds: (seconds * guidedStep) / text, decodeSeconds: (seconds * decode) / text };
}

/** Floating-point operations of a prompt's encoding, of a guided step and of a decoding at the native size. */
function drawingFlops(model: Model) {
  const { nativeSize } = model;
  const { precision } = model.runtime;
  const { textEncoder, unet, vae, tokenizer } = model.checkpoint;
  const { maxTokens: textLength } = tokenizer;
  const side = model.latentSide(nativeSize);
  const prompt = { batch: 1, length: textLength, rows: 0 };
  const step = { batch: 2, height: side, width: side, textLength };
  return {
    text: countFlops(promptGraph(precision, textEncoder.config, prompt, textEncoderPrefix(textEncoder.weights), null)),
    guidedStep: countFlops(denoiserGraph(precision, unet.config, step, null)),
    decode: countFlops(decoderGraph(precision, vae.config, nativeSize)),
  };
}

/**
 * Draws twice at the native size: the first time, with one step, warms up what is compiled at first use; the
 * second is measured. `onProgress` hears of the share that is done, 0 to 1.
 */
async function tryDrawing(model: Model, job: Job, onProgress: (fraction: number) => void): Promise<Timings> {
  const pipelineOf = (samplingSteps: number) =>
    preparePipeline(model, {
      prompt: '',
      negativePrompt: '',
      guidanceScale: 7.5,
      samplingSteps,
      sampler: 'ddim',
      size: model.nativeSize,
      adapters: [],
    });
  const warmUp = await pipelineOf(1);
  const noise = seededNoise(0, warmUp.latentCount);
  const started = performance.now();
  await warmUp.generate(noise, job, () => onProgress(0.3));
  onProgress(0.5);
  const measured = performance.now() - started > SLOW_SECONDS * 1000 ? 1 : STEPS;
  const pipeline = await pipelineOf(measured);
  const times = [performance.now()];
  await pipeline.generate(noise, job, (step) => {
    times.push(performance.now());
    onProgress(0.5 + (0.4 * step) / measured);
  });
  const steps = times.slice(1).map((time, i) => time - (times[i] as number));
  return {
    guidedStepSeconds: Math.min(...steps) / 1000,
    decodeSeconds: (performance.now() - (times.at(-1) as number)) / 1000,
  };
}

/**
 * Trains a LoRA in Node: node trainLoraInNode.mjs <model's folder> <adapter.safetensors> [steps]
 * The pictures here are stripes that are computed; take your own as { width, height, rgba }, square and of one size.
 */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { loadCheckpoint, Model, trainDreamBooth, writeLora } from '@weft/engine';
import { folderSource, openNodeRuntime } from '@weft/engine/node';

const [folder = '.', file = 'adapter.safetensors', steps = '100'] = process.argv.slice(2);
const model = new Model(openNodeRuntime(), await loadCheckpoint(folderSource(folder)));
const pictures = [4, 6, 8].map((width) => stripes(model.nativeSize, width));
/** @type {import('@weft/engine').DreamBoothSettings} */
const settings = {
  instancePrompt: 'a sks pattern',
  classPrompt: 'a pattern',
  steps: Number(steps),
  rank: 4,
  loraAlpha: 4,
  learningRate: 1e-4,
  targets: ['attention'],
  upBlocksOnly: false,
  batchSize: 1,
  accumulation: 1,
  microBatches: false,
  segments: 0,
  schedule: 'constant',
  warmupSteps: 0,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxGradientNorm: 1,
  minSnrGamma: 0,
  emaDecay: 0,
  captionDropout: 0,
  mirror: false,
  // No class images: no prior preservation.
  classImages: 0,
  classDrawing: { guidanceScale: 7.5, sampler: 'dpmsolver++', samplingSteps: 20, adapters: [], firstSeed: 0 },
  priorWeight: 1,
  showForgetting: false,
  seed: 42,
  checkpointEvery: 0,
  evalEvery: 0,
  holdOut: 0,
  patience: 0,
  sampleEvery: 0,
  samplePrompt: '',
};
const job = { yieldNow: async () => {}, stopping: false };
const { adapter } = await trainDreamBooth(model, pictures, settings, job, (event) => {
  if (event.phase !== 'train') return;
  for (const { step, instance } of event.losses) console.log(`step ${step}: loss ${instance}`);
});
await writeFile(file, writeLora(adapter, 'diffusers'));
await model.release();

/**
 * A square of upright stripes.
 * @param {number} size side in pixels @param {number} width of a stripe, in pixels
 */
function stripes(size, width) {
  const rgba = new Uint8ClampedArray(4 * size * size);
  for (let pixel = 0; pixel < size * size; pixel++) {
    rgba.set(Math.floor((pixel % size) / width) % 2 === 0 ? [200, 40, 60, 255] : [30, 60, 140, 255], 4 * pixel);
  }
  return { width: size, height: size, rgba };
}

/**
 * Trains a LoRA in Node: node trainLoraInNode.mjs <model's folder> <adapter.safetensors> [steps]
 * The pictures here are stripes that are computed; take your own as { width, height, rgba }, square and of one size.
 */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { loadCheckpoint, Model, SD15_LORA, STARTER_LORA, trainDreamBooth, writeLora } from '@weft/engine';
import { folderSource, openNodeRuntime } from '@weft/engine/node';

const [folder = '.', file = 'adapter.safetensors', steps = '100'] = process.argv.slice(2);
const model = new Model(openNodeRuntime(), await loadCheckpoint(folderSource(folder)));
const pictures = [4, 6, 8].map((width) => stripes(model.nativeSize, width));
const settings = {
  // A small model bears long steps, a large one short ones only.
  ...(model.parameters < 200e6 ? STARTER_LORA : SD15_LORA),
  instancePrompt: 'a sks pattern',
  steps: Number(steps),
  // No class images: the run begins at once, and other things of the class may come to look like the pictures.
  classImages: 0,
  classPrompt: '',
  // Nothing is kept or drawn on the way.
  checkpointEvery: 0,
  evalEvery: 0,
  sampleEvery: 0,
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

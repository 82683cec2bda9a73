/** The worker of trainInPage.html: trains a LoRA, and draws with it and without. */
import {
  fetchSource,
  loadCheckpoint,
  Model,
  openBrowserRuntime,
  preparePipeline,
  SD15_LORA,
  STARTER_LORA,
  seededNoise,
  trainDreamBooth,
  writeLora,
} from '@weft/engine';

/**
 * What the page asks for.
 * @typedef {{ modelUrl: string, runtimeUrl: string, pictures: File[], instancePrompt: string, steps: number }} Request
 */

// Lets messages in between two steps: a page could ask for an end here, by `stopping`.
const job = { yieldNow: () => new Promise((done) => setTimeout(done)), stopping: false };

/** @param {string} words */
const say = (words) => self.postMessage(['status', words]);

/** @param {MessageEvent<Request>} event */
self.onmessage = ({ data }) => train(data).catch((error) => say(`${error.message} ${error.advice ?? ''}`));

/** @param {Request} request */
async function train({ modelUrl, runtimeUrl, pictures: files, instancePrompt, steps }) {
  say('Opening the model');
  const { runtime } = await openBrowserRuntime({ choice: 'auto', runtimeUrl });
  const model = new Model(runtime, await loadCheckpoint(fetchSource(modelUrl, 'my-model')));
  const size = model.nativeSize;
  const pictures = await Promise.all(files.map((file) => square(file, size)));
  /** @param {string} label @param {import('@weft/engine').Subject['adapters']} adapters */
  const draw = async (label, adapters) => {
    const sampling = /** @type {const} */ ({ guidanceScale: 7.5, samplingSteps: 20, sampler: 'dpmsolver++' });
    const pipeline = await preparePipeline(model, {
      ...sampling,
      prompt: instancePrompt,
      negativePrompt: '',
      size,
      adapters,
    });
    const picture = await pipeline.generate(seededNoise(42, pipeline.latentCount), job);
    self.postMessage(['picture', { label, ...picture }]);
  };
  await draw('Before', []);
  const settings = {
    // A small model bears long steps, a large one short ones only.
    ...(model.parameters < 200e6 ? STARTER_LORA : SD15_LORA),
    instancePrompt,
    steps,
    // No class images: the run begins at once, and other things of the class may come to look like the pictures.
    classImages: 0,
    classPrompt: '',
    // Nothing is kept or drawn on the way.
    checkpointEvery: 0,
    evalEvery: 0,
    sampleEvery: 0,
  };
  const { adapter } = await trainDreamBooth(model, pictures, settings, job, (event) => {
    if (event.phase === 'train')
      say(`Step ${event.done} of ${steps}: loss ${event.losses.at(-1)?.instance.toFixed(4)}`);
  });
  self.postMessage(['adapter', writeLora(adapter, 'diffusers')]);
  await draw('After', [{ adapter, weight: 1 }]);
  await model.release();
  say(`Trained ${steps} steps on ${runtime.kind}`);
}

/**
 * The middle of a picture, as a square.
 * @param {File} file @param {number} size side in pixels
 */
async function square(file, size) {
  const image = await createImageBitmap(file);
  const side = Math.min(image.width, image.height);
  const context = new OffscreenCanvas(size, size).getContext('2d');
  if (!context) throw new Error('This browser has no canvas in workers.');
  context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, size, size);
  return { width: size, height: size, rgba: context.getImageData(0, 0, size, size).data };
}

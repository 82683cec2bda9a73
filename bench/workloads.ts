/** The pieces of work that are compared with PyTorch's, as the studio does them; reference/bench does the same. */

import { type Job, type Model, preparePipeline, seededNoise } from '@weft/engine';
import { loraMethod, SamplePrompts, sampleBatch, TorchGenerator, Trainer } from '@weft/engine/internal';

/** What is compared. */
export type Workload = 'training step' | 'denoising step' | 'image';

const INSTANCE_PROMPT = 'a sks african fabric pattern';
const CLASS_PROMPT = 'a fabric pattern';
const IMAGE_PROMPT = 'a red striped fabric pattern';
/** Images of each kind; what is on them does not change how long a step takes. */
const IMAGES = 4;
const LORA = { rank: 4, loraAlpha: 4, learningRate: 4e-3 } as const;

/** A job that nobody stops: nothing that the page might want is let in between two steps. */
const job: Job = { stopping: false, yieldNow: async () => {} };

/** Makes one piece of work ready: programs are compiled, prompts of a run encoded. */
export async function prepareWorkload(model: Model, workload: Workload): Promise<() => Promise<void>> {
  if (workload === 'training step') return trainingStep(model);
  return workload === 'denoising step' ? denoisingStep(model) : image(model);
}

/** The U-Net's latents of one sample. */
function latentSizes(model: Model): { side: number; count: number } {
  const side = model.nativeSize / model.pixelsPerLatent;
  return { side, count: model.latentChannels * side * side };
}

/** A pair of samples drawn and noised, loss, gradient, clipping and AdamW; the losses are read. */
async function trainingStep(model: Model): Promise<() => Promise<void>> {
  const { count } = latentSizes(model);
  const generator = new TorchGenerator(1);
  const prompts = new SamplePrompts(model, model.loraModules);
  const kindOf = async (text: string) => {
    const prompt = await prompts.of(text);
    const images = Array.from({ length: IMAGES }, () => ({
      views: [{ mean: generator.randn(count), std: new Float32Array(count).fill(0.1) }],
      prompt,
    }));
    return { images, weight: 1 };
  };
  const kinds = [await kindOf(INSTANCE_PROMPT), await kindOf(CLASS_PROMPT)];
  const trainer = await Trainer.create(model, loraMethod(model, { ...LORA, samples: kinds.length }), generator);
  return async () => {
    const readLosses = await trainer.train(sampleBatch(model, kinds, trainer.stepsDone, generator));
    await readLosses();
  };
}

/** The U-Net on a pair of samples, as guidance asks for. */
async function denoisingStep(model: Model): Promise<() => Promise<void>> {
  const { side, count } = latentSizes(model);
  const { maxTokens } = model.checkpoint.tokenizer;
  const states = await model.encodePrompt(IMAGE_PROMPT);
  const unet = await model.denoiser({ batch: 2, height: side, width: side, textLength: maxTokens }, null);
  const noise = seededNoise(1, 2 * count)();
  return async () => {
    await unet.run({
      sample: model.tensor(noise, [2, model.latentChannels, side, side]),
      timesteps: model.tensor(Float32Array.of(500, 500), [2, 1]),
      encoderHiddenStates: model.tensor(Float32Array.from([...states, ...states]), [
        2,
        maxTokens,
        states.length / maxTokens,
      ]),
    });
  };
}

/** From prompt to pixels: text encoder, 25 guided steps, VAE. */
async function image(model: Model): Promise<() => Promise<void>> {
  return async () => {
    const pipeline = await preparePipeline(model, {
      prompt: IMAGE_PROMPT,
      negativePrompt: '',
      guidanceScale: 7.5,
      samplingSteps: 25,
      sampler: 'dpmsolver++',
      size: model.nativeSize,
      adapters: [],
    });
    await pipeline.generate(seededNoise(42, pipeline.latentCount), job);
  };
}

/** Does one piece of work `times` times; seconds of each. */
export async function timed(work: () => Promise<void>, times: number): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work();
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds;
}

/** What PyTorch made of training on the small models, and the models themselves with the same inputs drawn anew. */

import { loadCheckpoint, Model } from '@weft/engine';
import { type LatentDistribution, TorchGenerator } from '@weft/engine/internal';
import * as z from 'zod';
import type { Lane } from '../lane.ts';
import { laneSource } from '../laneSource.ts';
import { ReferenceTensors } from '../referenceTensors.ts';

const FOLDER = 'tests/fixtures/training';

const Draw = z.object({ seed: z.number(), scale: z.number() });
const RunSettings = z.object({ seed: z.number(), steps: z.number(), learningRate: z.number() });

/** `expected.json`: settings common to all models, and what is no tensor. */
const Expected = z.object({
  lora: z.object({
    rank: z.number(),
    alpha: z.number(),
    instancePrompt: z.string(),
    classPrompt: z.string(),
    instanceImages: z.number(),
    classImages: z.number(),
    priorWeight: z.number(),
    imageSeed: z.number(),
    gradient: Draw,
    /** `epsilon` is AdamW's. */
    run: RunSettings.extend({ epsilon: z.number() }),
  }),
  inversion: z.object({
    placeholder: z.string(),
    initializer: z.string(),
    vectors: z.number(),
    templates: z.array(z.string()),
    images: z.number(),
    batchSize: z.number(),
    imageSeed: z.number(),
    gradient: Draw,
    run: RunSettings,
  }),
  /** By the model's folder: the layers that PEFT adapts, in the order in which the net uses them. */
  modules: z.record(z.string(), z.array(z.string())),
  /** Prompts with the placeholder, and their ids; those of its rows follow the vocabulary's last. */
  placeholders: z.array(z.object({ prompt: z.string(), ids: z.array(z.number()) })),
});
type Expected = z.infer<typeof Expected>;

/** One model with its reference numbers. */
export interface TrainingSubject {
  /** Its name in messages. */
  name: string;
  /** Its folder below tests/fixtures, and its name in the reference. */
  folder: string;
}

/** Noise and velocity prediction, convolutional and linear projections, float32 and float16 weights. */
export const trainingSubjects: readonly TrainingSubject[] = [
  { name: 'tiny', folder: 'tiny' },
  { name: 'reduced SD 1.5', folder: 'reduced-sd15' },
  { name: 'reduced SD 2.x', folder: 'reduced-sd2' },
];

/** What holds the class of a LoRA's run in place: class images, or the model's own prediction. */
export type LoraWay = 'lora' | 'ownPrediction';

/** What the reference computed of each method. */
type TensorName = `${LoraWay | 'inversion'}.${'gradient' | 'gradientLosses' | 'theta' | 'losses'}`;

/** What every comparison of one model needs. */
export interface TrainingReference extends Pick<Expected, 'lora' | 'inversion' | 'placeholders'> {
  model: Model;
  modules: string[];
  tensor(name: TensorName): Float32Array;
}

/** Opens a model and its reference. Throws where the fixtures are missing or damaged. */
export async function openTrainingReference(lane: Lane, { name, folder }: TrainingSubject): Promise<TrainingReference> {
  const json = new TextDecoder().decode(await lane.read(`${FOLDER}/expected.json`));
  const expected = Expected.parse(JSON.parse(json));
  const tensors = new ReferenceTensors(await lane.read(`${FOLDER}/expected.safetensors`));
  const source = laneSource(lane, `tests/fixtures/${folder}`, name);
  return {
    ...expected,
    model: new Model(lane.runtime, await loadCheckpoint(source)),
    modules: expected.modules[folder] ?? [],
    tensor: (what) => tensors.get(`${folder}.${what}`).data,
  };
}

/** Distributions as the reference draws them: means like latents before scaling, small deviations. */
export function drawImages(model: Model, count: number, generator: TorchGenerator): LatentDistribution[] {
  const { unet, vae } = model.checkpoint;
  const size = unet.config.in_channels * unet.config.sample_size ** 2;
  return Array.from({ length: count }, () => ({
    mean: generator.randn(size).map((value) => value / vae.config.scaling_factor),
    std: generator.uniform(size, 0.05, 0.25),
  }));
}

/** The sizes of a training graph for `batch` samples of the model's own size. */
export function trainingSizes(model: Model, batch: number) {
  const side = model.checkpoint.unet.config.sample_size;
  return { batch, height: side, width: side, textLength: model.checkpoint.tokenizer.maxTokens };
}

/** A model's pictures of a run, from one seed. */
export function seededImages(model: Model, seed: number, counts: readonly number[]): LatentDistribution[][] {
  const generator = new TorchGenerator(seed);
  return counts.map((count) => drawImages(model, count, generator));
}

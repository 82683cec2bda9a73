/** Textual inversion as a method of training: θ holds the rows of a new word, and what is learnt is an embedding. */
import type { Embedding } from '../../adapters/embedding.ts';
import { concatenate } from '../../pipeline/concatenate.ts';
import type { Model } from '../../pipeline/model.ts';
import { promptFeeds } from '../../pipeline/promptInputs.ts';
import { constantRate } from '../step/learningRate.ts';
import { batchSizes, type StepNets, stepNets } from '../step/stepNets.ts';
import { stepRules } from '../step/stepPlan.ts';
import type { Method } from '../step/trainer.ts';
import type { InversionBatch } from './inversionBatch.ts';
import { type InversionGraphOptions, inversionPass } from './inversionGraph.ts';

/** Settings that stay for the whole run. */
export interface InversionOptions {
  placeholder: string;
  /** Rows of the placeholder token. */
  vectors: number;
  learningRate: number;
  /** Samples in one step. */
  batchSize: number;
  /** Side of the pictures in pixels, a multiple of the model's sizeStep; left out, that which it was trained on. */
  size?: number;
  /** See `StepRules`. */
  segments?: number;
}

/** Every row starts as `initialRow` [hidden_size]. */
export function inversionMethod(
  model: Model,
  { placeholder, vectors, learningRate, batchSize, size = model.nativeSize, segments = 0 }: InversionOptions,
  initialRow: Float32Array,
): Method<InversionBatch, Embedding> {
  const { textEncoder, unet, name } = model.checkpoint;
  const graphOptions = inversionGraphOptions(stepNets(model), { vectors, batchSize, size });
  return {
    pass: () => inversionPass(graphOptions),
    sizes: graphOptions.sizes,
    // diffusers' textual inversion does not clip.
    rules: stepRules({ segments, maxGradientNorm: 0 }),
    weights: [textEncoder.weights, unet.weights],
    schedule: constantRate(learningRate),
    theta: () => concatenate(Array.from({ length: vectors }, () => initialRow)),
    feeds: ({ prompts }) => promptFeeds(model.runtime, prompts, vectors),
    result: (theta) => ({
      baseModel: name,
      token: placeholder,
      width: textEncoder.config.hidden_size,
      vectors: theta,
    }),
  };
}

/** What the graphs of textual inversion are built for on these nets. */
export function inversionGraphOptions(
  nets: StepNets,
  { vectors, batchSize, size }: { vectors: number; batchSize: number; size: number },
): InversionGraphOptions {
  const { textEncoder, unet, precision } = nets;
  return { textEncoder, unet, sizes: batchSizes(nets, batchSize, size), vectors, precision };
}

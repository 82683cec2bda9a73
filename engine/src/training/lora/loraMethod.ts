/** LoRA as a method of training: θ holds the factors of the layers that learn, and what is learnt is an adapter. */
import { inTextEncoder } from '../../adapters/adaptedNets.ts';
import { initTheta, type LoraAdapter, type LoraModule } from '../../adapters/loraLayout.ts';
import type { Model } from '../../pipeline/model.ts';
import { constantRate, type LearningRateSchedule } from '../step/learningRate.ts';
import { stepNets } from '../step/stepNets.ts';
import type { StepRules } from '../step/stepPlan.ts';
import type { Method } from '../step/trainer.ts';
import type { LoraBatch } from './loraBatch.ts';
import { type LoraSizes, loraStep } from './loraStep.ts';
import { samplePromptFeeds } from './samplePrompts.ts';

/** Settings that stay for the whole run; rules that are left out are those of `stepRules`. */
export interface LoraOptions extends Omit<LoraSizes, 'modules' | 'size'>, Partial<StepRules> {
  /** The layers that learn, the U-Net's before the text encoder's; left out, the model's `loraModules`. */
  modules?: readonly LoraModule[];
  /** A number stands for all steps. */
  learningRate: number | LearningRateSchedule;
  /** Side of the pictures in pixels, a multiple of the model's sizeStep; left out, that which it was trained on. */
  size?: number;
}

/** θ starts as PEFT's does: A random, B zero. */
export function loraMethod(
  model: Model,
  { learningRate, size = model.nativeSize, modules = model.loraModules, ...options }: LoraOptions,
): Method<LoraBatch, LoraAdapter> {
  const { unet, textEncoder, name } = model.checkpoint;
  const { rank, loraAlpha, ownPredictions: own = 0 } = options;
  return {
    ...loraStep(stepNets(model), { ...options, modules, size }),
    weights: modules.some(inTextEncoder) ? [unet.weights, textEncoder.weights] : unet.weights,
    schedule: typeof learningRate === 'number' ? constantRate(learningRate) : learningRate,
    theta: (generator) => initTheta(modules, rank, generator),
    feeds: ({ prompts, timesteps }) => ({
      ...samplePromptFeeds(model, prompts),
      ...(own > 0 && { ownTimesteps: model.tensor(timesteps.slice(-own), [own, 1]) }),
    }),
    result: (theta) => ({ baseModel: name, rank, loraAlpha, modules: [...modules], theta }),
  };
}

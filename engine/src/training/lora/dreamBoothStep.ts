/** What the steps of a DreamBooth run are, from its settings. */
import type { LoraModule } from '../../adapters/loraLayout.ts';
import { onlyUpBlocks, targetModules } from '../../adapters/loraTargets.ts';
import type { StepRules } from '../step/stepPlan.ts';
import type { DreamBoothSettings } from './dreamBoothSettings.ts';
import type { LoraSizes } from './loraStep.ts';

/** One step's sizes and rules. */
export interface DreamBoothStep extends LoraSizes, StepRules {
  /** Kinds of sample: the pictures to learn from and, with prior preservation, the class images too. */
  kinds: 1 | 2;
}

/** The settings that decide it. */
export type StepSettings = Pick<
  DreamBoothSettings,
  | 'targets'
  | 'upBlocksOnly'
  | 'rank'
  | 'loraAlpha'
  | 'batchSize'
  | 'accumulation'
  | 'microBatches'
  | 'segments'
  | 'classImages'
  | 'priorWeight'
  | 'maxGradientNorm'
  | 'emaDecay'
  | 'beta1'
  | 'beta2'
  | 'epsilon'
  | 'weightDecay'
>;

/**
 * The step of a run with these settings, which trains and plans its memory alike.
 * @param adaptable the layers that an adapter may change, a model's `adaptableModules`
 * @param size side of the pictures in pixels, a multiple of the model's sizeStep
 */
export function dreamBoothStep(settings: StepSettings, adaptable: readonly LoraModule[], size: number): DreamBoothStep {
  const { batchSize, accumulation, microBatches, beta1, beta2, epsilon, weightDecay } = settings;
  const chosen = targetModules(adaptable, settings.targets);
  const kinds = settings.classImages > 0 && settings.priorWeight > 0 ? 2 : 1;
  return {
    kinds,
    modules: settings.upBlocksOnly ? onlyUpBlocks(chosen) : chosen,
    rank: settings.rank,
    loraAlpha: settings.loraAlpha,
    size,
    samples: microBatches ? 1 : kinds * batchSize,
    accumulation: microBatches ? accumulation * kinds * batchSize : accumulation,
    segments: settings.segments,
    averageDecay: settings.emaDecay,
    maxGradientNorm: settings.maxGradientNorm,
    adamW: { beta1, beta2, epsilon, weightDecay },
  };
}

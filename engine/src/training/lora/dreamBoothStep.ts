/** What the steps of a DreamBooth run are, from its settings. */
import type { LoraModule } from '../../adapters/loraLayout.ts';
import { onlyUpBlocks, targetModules } from '../../adapters/loraTargets.ts';
import type { StepRules } from '../step/stepPlan.ts';
import { type DreamBoothSettings, type PriorSource, priorOf } from './dreamBoothSettings.ts';
import type { LoraSizes } from './loraStep.ts';

/** One step's sizes and rules. */
export interface DreamBoothStep extends LoraSizes, StepRules {
  /** What its samples of the class are held to, beside the pictures to learn from; null without prior preservation. */
  prior: PriorSource | null;
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
  | 'priorFrom'
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
  const prior = priorOf(settings);
  const samples = (prior ? 2 : 1) * batchSize;
  const ownPredictions = prior === 'own-prediction' ? batchSize : 0;
  return {
    prior,
    modules: settings.upBlocksOnly ? onlyUpBlocks(chosen) : chosen,
    rank: settings.rank,
    loraAlpha: settings.loraAlpha,
    size,
    samples: microBatches ? 1 : samples,
    ownPredictions: microBatches ? Math.min(1, ownPredictions) : ownPredictions,
    accumulation: microBatches ? accumulation * samples : accumulation,
    segments: settings.segments,
    averageDecay: settings.emaDecay,
    maxGradientNorm: settings.maxGradientNorm,
    adamW: { beta1, beta2, epsilon, weightDecay },
  };
}

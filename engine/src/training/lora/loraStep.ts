/** A step of LoRA training from configs and settings alone, for the trainer and for the plan of its memory. */

import type { LoraModule } from '../../adapters/loraLayout.ts';
import { batchSizes, type StepNets } from '../step/stepNets.ts';
import { type StepDescription, type StepRules, stepRules } from '../step/stepPlan.ts';
import { type LoraGraphOptions, loraPass } from './loraGraph.ts';
import { ownTargetGraph } from './ownTarget.ts';

/** What its graphs are built for. */
export interface LoraSizes {
  /** The layers that learn, the U-Net's before the text encoder's. */
  modules: readonly LoraModule[];
  rank: number;
  loraAlpha: number;
  /** Samples in one batch. */
  samples: number;
  /** The last of them that may come without a target: theirs is the model's own prediction. None where left out. */
  ownPredictions?: number;
  /** Side of the pictures in pixels, a multiple of the model's sizeStep. */
  size: number;
}

/** A step; rules that are left out are those of `stepRules`. */
export function loraStep(nets: StepNets, settings: LoraSizes & Partial<StepRules>): StepDescription {
  const options = loraGraphOptions(nets, settings);
  const { ownPredictions = 0 } = settings;
  return {
    pass: () => loraPass(options),
    ...(ownPredictions > 0 && { ownTarget: () => ownTargetGraph(options, ownPredictions) }),
    sizes: options.sizes,
    rules: stepRules(settings),
  };
}

/** What the graphs of a LoRA are built for on these nets. */
export function loraGraphOptions(
  nets: StepNets,
  { modules, rank, loraAlpha, samples, size }: LoraSizes,
): LoraGraphOptions {
  return {
    config: nets.unet,
    textEncoder: nets.textEncoder,
    sizes: batchSizes(nets, samples, size),
    modules,
    rank,
    loraAlpha,
    precision: nets.precision,
  };
}

/** The settings of a DreamBooth run. */
import type { LoraTarget } from '../../adapters/loraTargets.ts';
import type { Subject } from '../../pipeline/subject.ts';
import type { RunSettings } from '../run/types.ts';
import type { ScheduleKind } from '../step/learningRate.ts';
import type { AdamWSettings } from '../step/optimizer.ts';

/**
 * How class images are drawn: image by image the same for every run, so that runs can share them. Adapters may make a few
 * steps enough; what is being learnt is not among them.
 */
export interface ClassDrawing extends Pick<Subject, 'guidanceScale' | 'sampler' | 'samplingSteps' | 'adapters'> {
  /** Seed of the first image; those of the others follow it. */
  firstSeed: number;
}

/**
 * What the class is held to: pictures that the model drew of it or a person chose (Ruiz et al., arXiv 2208.12242), or what the
 * model itself, before it learnt anything, predicts for the class prompt on the noised pictures of the step.
 */
export type PriorSource = 'class-images' | 'own-prediction';

/** A run's settings. */
export interface DreamBoothSettings extends RunSettings, AdamWSettings {
  instancePrompt: string;
  classPrompt: string;
  rank: number;
  loraAlpha: number;
  /** Which layers learn. */
  targets: readonly LoraTarget[];
  /** Whether of the U-Net's layers only those in its up blocks do. */
  upBlocksOnly: boolean;
  /** Samples of each kind in a batch, and batches in a step. */
  batchSize: number;
  accumulation: number;
  /** Whether a batch's samples go through the nets one after the other: the same step, in less memory. */
  microBatches: boolean;
  /** How the learning rate goes on after its warm-up. */
  schedule: ScheduleKind;
  warmupSteps: number;
  /** The gradient is scaled down to this norm; 0 leaves it as it is. */
  maxGradientNorm: number;
  /** γ of min-SNR weighting, of the prior loss too; 0 weights all timesteps alike. */
  minSnrGamma: number;
  /**
   * How much of one number for each channel is added to a sample's noise, so that a picture's mean brightness and colours
   * are learnt too; 0 adds none. See `drawNoise`.
   */
  noiseOffset: number;
  /** Decay of the moving average that the adapter is; 0 takes the last step's numbers. */
  emaDecay: number;
  /** How often a sample comes without its prompt, from 0 to 1. */
  captionDropout: number;
  /** Whether mirror images count as pictures too: then each sample is one or the other by chance. */
  mirror: boolean;
  /** What the prior loss is measured against. */
  priorFrom: PriorSource;
  /** Class images to draw; 0 turns prior preservation from them off. */
  classImages: number;
  classDrawing: ClassDrawing;
  /** Of the prior loss beside the pictures' own; 0 turns prior preservation off. */
  priorWeight: number;
  /** Whether the class is drawn too while the run is watched. */
  showForgetting: boolean;
}

/** What a run holds the class to; null where nothing does: at a weight of 0, and where there are no class images to be held to. */
export function priorOf({
  priorFrom,
  classImages,
  priorWeight,
}: Pick<DreamBoothSettings, 'priorFrom' | 'classImages' | 'priorWeight'>): PriorSource | null {
  if (priorWeight === 0) return null;
  return priorFrom === 'class-images' && classImages === 0 ? null : priorFrom;
}

/** Bounds of every number a person can set: shown by the forms, and held again in the worker. */
import * as z from 'zod';

/** Inclusive bounds of every number a person can set. */
export const LIMITS = {
  /** Characters. */
  promptLength: { min: 0, max: 2000 },
  steps: { min: 1, max: 5000 },
  rank: { min: 1, max: 64 },
  /** Rows that a learnt word gets; each takes a position in the prompt. */
  vectors: { min: 1, max: 16 },
  batchSize: { min: 1, max: 16 },
  /** Batches to a step. */
  accumulation: { min: 1, max: 32 },
  /** Of the nets, while they learn; 0 lets the studio choose. */
  segments: { min: 0, max: 32 },
  learningRate: { min: 1e-6, max: 0.1 },
  warmupSteps: { min: 0, max: 5000 },
  /** Of AdamW. */
  beta: { min: 0, max: 0.9999 },
  epsilon: { min: 1e-12, max: 0.1 },
  weightDecay: { min: 0, max: 1 },
  /** 0 clips nothing. */
  maxGradientNorm: { min: 0, max: 100 },
  /** 0 weights all timesteps alike. */
  minSnrGamma: { min: 0, max: 20 },
  /** 0 keeps no moving average. */
  emaDecay: { min: 0, max: 0.9999 },
  /** A share of the samples. */
  captionDropout: { min: 0, max: 1 },
  classImages: { min: 0, max: 200 },
  priorWeight: { min: 0, max: 10 },
  /** Steps; 0 turns checkpoints off. */
  checkpointEvery: { min: 0, max: 5000 },
  /** Steps; 0 measures none, draws none. */
  watchEvery: { min: 0, max: 5000 },
  /** Measurements; 0 never ends a run early. */
  patience: { min: 0, max: 100 },
  /** One of so many images; 0 sets none aside. */
  holdOut: { min: 0, max: 100 },
  guidanceScale: { min: 1, max: 20 },
  samplingSteps: { min: 1, max: 150 },
  seed: { min: 0, max: 4294967295 },
  /** 0 leaves an adapter out, 1 is as trained, below 0 draws away from it. */
  adapterWeight: { min: -2, max: 2 },
  size: { min: 64, max: 768 },
  keyframes: { min: 2, max: 24 },
  duration: { min: 0.5, max: 60 },
  framesPerSecond: { min: 1, max: 50 },
} as const;

export const within = ({ min, max }: { min: number; max: number }) =>
  z
    .number(`must be a number from ${min} to ${max}`)
    .min(min, `must be ${min} or more`)
    .max(max, `must be ${max} or less`);
export const wholeWithin = (bounds: { min: number; max: number }) =>
  within(bounds).refine(Number.isInteger, 'must be a whole number');

export const promptText = z
  .string()
  .max(LIMITS.promptLength.max, `must be ${LIMITS.promptLength.max} characters or fewer`);

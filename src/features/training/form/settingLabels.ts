/** What the fields of a run are called. */
import type { InversionSettings, LoraSettings, LoraTarget } from '../../../contract/training.ts';

/** Of every method's runs. */
export const RUN_LABELS = {
  resolution: 'Resolution',
  segments: 'Segments',
  seed: 'Seed',
  checkpointEvery: 'Checkpoint every',
  evalEvery: 'Steady loss every',
  holdOut: 'Hold out one of',
  patience: 'Stop early after',
  sampleEvery: 'Sample pictures every',
  samplePrompt: 'Sample prompt',
} as const;

export const LORA_LABELS: Readonly<Record<Exclude<keyof LoraSettings, 'method'>, string>> = {
  adapterName: 'Adapter name',
  instancePrompt: 'Instance prompt',
  classPrompt: 'Class prompt',
  steps: 'Steps',
  rank: 'Rank',
  classImages: 'Class images',
  learningRate: 'Learning rate',
  targets: 'Layers that learn',
  upBlocksOnly: 'Up blocks only',
  loraAlpha: 'LoRA alpha',
  priorWeight: 'Prior weight',
  batchSize: 'Batch size',
  accumulation: 'Accumulation',
  microBatches: 'One sample at a time',
  mirror: 'Learn from mirror images too',
  captionDropout: 'Caption dropout',
  minSnrGamma: 'Min-SNR gamma',
  schedule: 'Learning rate over time',
  warmupSteps: 'Warm-up',
  emaDecay: 'EMA decay',
  maxGradientNorm: 'Clipping',
  weightDecay: 'Weight decay',
  beta1: 'Beta 1',
  beta2: 'Beta 2',
  epsilon: 'Epsilon',
  ...RUN_LABELS,
  ownClassImages: 'Use own class images',
  quickClassImages: 'Draw class images quickly',
  showForgetting: 'Show forgetting',
  keepCheckpoints: 'Keep all checkpoints',
};

export const INVERSION_LABELS: Readonly<Record<Exclude<keyof InversionSettings, 'method'>, string>> = {
  adapterName: 'Name',
  placeholder: 'Placeholder token',
  initializer: 'Initialiser token',
  steps: 'Steps',
  learningRate: 'Learning rate',
  vectors: 'Vectors',
  batchSize: 'Batch size',
  mirror: 'Learn from mirror images too',
  templates: 'Prompts to learn in',
  ...RUN_LABELS,
};

export const TARGET_NAMES: Readonly<Record<LoraTarget, string>> = {
  attention: 'Attention',
  'feed-forward': 'Feed-forward',
  projections: 'Projections',
  convolutions: 'Convolutions',
  'text-encoder': 'Text encoder',
};

/** By the number of segments; what is not here is said as it is. */
export const SEGMENT_NAMES: Readonly<Record<string, string>> = {
  0: 'As many as are needed',
  1: 'One: the whole model',
  2: '2',
  3: '3',
  4: '4',
  6: '6',
  8: '8',
  32: 'As many as possible',
};

export const SCHEDULE_NAMES: Readonly<Record<LoraSettings['schedule'], string>> = {
  constant: 'Stays the same',
  linear: 'Falls in a straight line',
  cosine: 'Falls along a cosine',
};

/** What the training forms start with on the embedded starter model, and what the course uses on Stable Diffusion 1.5. */
import type { InversionSettings, LoraSettings } from '../../../contract/training.ts';
import { CLASS_PROMPT, SUBJECT_PROMPT } from '../../drawing/settings/drawingDefaults.ts';
import { OBJECT_TEMPLATES } from './inversionTemplates.ts';

/**
 * The starter is some forty times smaller than Stable Diffusion 1.5: it bears larger steps and needs fewer of them. Most of
 * its plain loss is grain that no one can foretell; a low min-SNR gamma leaves it to the noisier timesteps, where a fabric's
 * colours and marks are settled.
 */
export const LORA_DEFAULTS: LoraSettings = {
  method: 'lora',
  adapterName: 'My fabric',
  instancePrompt: SUBJECT_PROMPT,
  classPrompt: CLASS_PROMPT,
  steps: 500,
  rank: 4,
  loraAlpha: 4,
  learningRate: 2e-3,
  targets: ['attention'],
  upBlocksOnly: false,
  resolution: 0,
  segments: 0,
  batchSize: 1,
  microBatches: false,
  accumulation: 1,
  schedule: 'constant',
  warmupSteps: 0,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxGradientNorm: 1,
  minSnrGamma: 0.2,
  emaDecay: 0,
  captionDropout: 0,
  mirror: false,
  classImages: 16,
  ownClassImages: false,
  quickClassImages: true,
  priorWeight: 1,
  keepCheckpoints: true,
  showForgetting: false,
  seed: 42,
  checkpointEvery: 50,
  evalEvery: 50,
  holdOut: 0,
  patience: 0,
  sampleEvery: 100,
  samplePrompt: '',
};

/** The course's settings for Stable Diffusion 1.5: a large model bears short steps only, and takes many of them. */
export const SD15_LORA_DEFAULTS: LoraSettings = {
  ...LORA_DEFAULTS,
  steps: 800,
  learningRate: 1e-4,
  loraAlpha: 32,
  minSnrGamma: 0,
  classImages: 100,
  checkpointEvery: 200,
  evalEvery: 100,
  sampleEvery: 200,
};

/**
 * Found by trying: with four rows and these steps the starter’s word carries the sample fabrics’ colours and marks onto
 * bags and vases; with one row it stays nearer to the initialiser. More steps change little.
 */
export const INVERSION_DEFAULTS: InversionSettings = {
  method: 'textual-inversion',
  adapterName: 'African fabric',
  placeholder: '<african-fabric>',
  initializer: 'pattern',
  vectors: 4,
  templates: OBJECT_TEMPLATES,
  resolution: 0,
  segments: 0,
  steps: 300,
  batchSize: 1,
  learningRate: 5e-3,
  mirror: true,
  seed: 42,
  checkpointEvery: 50,
  evalEvery: 50,
  holdOut: 0,
  patience: 0,
  sampleEvery: 100,
  samplePrompt: '',
};

/** The course's values for textual inversion on Stable Diffusion 1.5; kept and watched as rarely as so many steps allow. */
export const SD15_INVERSION_DEFAULTS: InversionSettings = {
  ...INVERSION_DEFAULTS,
  steps: 3000,
  learningRate: 5e-4,
  vectors: 1,
  checkpointEvery: 250,
  evalEvery: 250,
  sampleEvery: 500,
};

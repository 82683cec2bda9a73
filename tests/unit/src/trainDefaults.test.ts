/** What the training forms begin with, to the last value and in order: presets are told apart in the order of the settings. */
import { STARTER_LORA } from '@weft/engine';
import { expect, it } from 'vitest';
import { InversionSettings, LoraSettings } from '../../../src/contract/training.ts';
import { classDrawing } from '../../../src/features/drawing/settings/samplingPresets.ts';
import {
  INVERSION_DEFAULTS,
  LORA_DEFAULTS,
  SD15_INVERSION_DEFAULTS,
  SD15_LORA_DEFAULTS,
} from '../../../src/features/training/form/trainDefaults.ts';

const LORA = {
  method: 'lora',
  adapterName: 'My fabric',
  instancePrompt: 'a sks african fabric pattern',
  classPrompt: 'a fabric pattern',
  steps: 500,
  rank: 8,
  loraAlpha: 8,
  learningRate: 2e-3,
  targets: ['attention', 'projections', 'convolutions'],
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
  noiseOffset: 0,
  emaDecay: 0,
  captionDropout: 0,
  mirror: false,
  priorFrom: 'class-images',
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

const INVERSION = {
  method: 'textual-inversion',
  adapterName: 'African fabric',
  placeholder: '<african-fabric>',
  initializer: 'pattern',
  vectors: 4,
  templates: [
    'a photo of a {}',
    'a rendering of a {}',
    'a cropped photo of the {}',
    'the photo of a {}',
    'a photo of a clean {}',
    'a photo of a dirty {}',
    'a dark photo of the {}',
    'a photo of my {}',
    'a photo of the cool {}',
    'a close-up photo of a {}',
    'a bright photo of the {}',
    'a cropped photo of a {}',
    'a photo of the {}',
    'a good photo of the {}',
    'a photo of one {}',
  ],
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

const SD15_LORA = {
  ...LORA,
  steps: 800,
  learningRate: 1e-4,
  rank: 4,
  loraAlpha: 32,
  targets: ['attention'],
  minSnrGamma: 0,
  noiseOffset: 0,
  priorFrom: 'class-images',
  classImages: 100,
  checkpointEvery: 200,
  evalEvery: 100,
  sampleEvery: 200,
};

const SD15_INVERSION = {
  ...INVERSION,
  steps: 3000,
  learningRate: 5e-4,
  vectors: 1,
  checkpointEvery: 250,
  evalEvery: 250,
  sampleEvery: 500,
};

it.each([
  ['the starter’s LoRA', LORA_DEFAULTS, LORA, LoraSettings],
  ['Stable Diffusion 1.5’s LoRA', SD15_LORA_DEFAULTS, SD15_LORA, LoraSettings],
  ['the starter’s word', INVERSION_DEFAULTS, INVERSION, InversionSettings],
  ['Stable Diffusion 1.5’s word', SD15_INVERSION_DEFAULTS, SD15_INVERSION, InversionSettings],
])('are as they were: %s', (_, settings, expected, schema) => {
  expect(settings).toStrictEqual(expected);
  expect(Object.keys(settings)).toEqual(Object.keys(expected));
  expect(schema.parse(settings)).toEqual(expected);
});

it('draw class images as the engine’s recipe does, where the model has no way of its own', () => {
  expect(classDrawing(null, null)).toEqual(STARTER_LORA.classDrawing);
});

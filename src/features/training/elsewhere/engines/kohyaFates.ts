/** What becomes of a LoRA run's settings in kohya's `train_network.py` with `networks.lora`. */
import type { LORA_SETTINGS } from '../../../../contract/settings/loraSettings.ts';
import { carried, type Fate, type Fates, lacking, PICTURES } from '../fates.ts';
import type { LoraRun } from '../run.ts';
import {
  classImagesAlone,
  memoryAlone,
  noAverage,
  noEvaluation,
  noPatience,
  noQuickClassImages,
} from './sharedFates.ts';

/** All layers of a transformer block learn: it can't be told to leave some out. */
function targets({ settings: { targets: asked } }: LoraRun): Fate {
  if (!asked.includes('attention'))
    return { kind: 'refused', why: 'attention learns in every LoRA of kohya’s, and was not to learn here.' };
  const exact = ['feed-forward', 'projections'].every((target) => asked.includes(target as (typeof asked)[number]));
  if (exact && asked.length === 3) return { kind: 'carried', as: 'networks.lora' };
  return {
    kind: 'lacking',
    inPart: true,
    instead:
      'Attention, feed-forward and projections learn together; with convolutions the time embedding’s layers of residual blocks too, and with the text encoder its feed-forward layers too.',
    matters: true,
  };
}

export const KOHYA_LORA_FATES: Fates<typeof LORA_SETTINGS, LoraRun> = {
  adapterName: carried('output_name'),
  steps: carried('max_train_steps'),
  learningRate: carried('learning_rate'),
  batchSize: carried('batch_size'),
  resolution: carried('resolution'),
  segments: memoryAlone,
  mirror: carried('flip_aug'),
  seed: carried('seed'),
  checkpointEvery: carried('save_every_n_steps'),
  evalEvery: noEvaluation,
  holdOut: carried(PICTURES),
  patience: noPatience,
  sampleEvery: carried('sample_every_n_steps'),
  samplePrompt: carried('sample-prompts.json'),
  instancePrompt: carried('class_tokens'),
  classPrompt: carried('class_tokens'),
  rank: carried('network_dim'),
  loraAlpha: carried('network_alpha'),
  priorFrom: classImagesAlone,
  classImages: carried('num_repeats'),
  ownClassImages: carried(PICTURES),
  quickClassImages: noQuickClassImages,
  priorWeight: carried('prior_loss_weight'),
  targets,
  upBlocksOnly: carried('block_dims'),
  microBatches: memoryAlone,
  accumulation: carried('gradient_accumulation_steps'),
  schedule: carried('lr_scheduler'),
  warmupSteps: carried('lr_warmup_steps'),
  beta1: carried('betas'),
  beta2: carried('betas'),
  epsilon: carried('eps'),
  weightDecay: carried('weight_decay'),
  maxGradientNorm: carried('max_grad_norm'),
  minSnrGamma: carried('min_snr_gamma'),
  noiseOffset: carried('noise_offset'),
  emaDecay: noAverage,
  captionDropout: carried('caption_dropout_rate'),
  keepCheckpoints: lacking(
    'Every checkpoint stays in the folder.',
    ({ settings }: LoraRun) => !settings.keepCheckpoints && settings.checkpointEvery > 0,
  ),
  showForgetting: carried('sample-prompts.json'),
};

/** What becomes of settings in diffusers' scripts: the plain DreamBooth LoRA one, the advanced one, and textual inversion. */
import type { INVERSION_SETTINGS } from '../../../../contract/settings/inversionSettings.ts';
import type { LORA_SETTINGS } from '../../../../contract/settings/loraSettings.ts';
import { carried, carriedUnless, type Fates, lacking, PICTURES } from '../fates.ts';
import { hasCaptions, type InversionRun, type LoraRun } from '../run.ts';
import {
  classImagesAlone,
  memoryAlone,
  noAverage,
  noEvaluation,
  noPatience,
  noQuickClassImages,
} from './sharedFates.ts';

/** Captions, min-SNR weighting: the plain script has neither. */
export function isAdvanced(run: LoraRun): boolean {
  return hasCaptions(run) || run.settings.minSnrGamma > 0;
}

const ATTENTION_ALONE =
  'its LoRA covers the U-Net’s attention, and with --train_text_encoder the text encoder’s; no other layers.';

export const DIFFUSERS_LORA_FATES: Fates<typeof LORA_SETTINGS, LoraRun> = {
  adapterName: carried('--output_dir'),
  steps: carried('--max_train_steps'),
  learningRate: carried('--learning_rate'),
  batchSize: carried('--train_batch_size'),
  resolution: carried('--resolution'),
  segments: memoryAlone,
  mirror: lacking('No mirror images are learnt from.', ({ settings }: LoraRun) => settings.mirror),
  seed: carried('--seed'),
  checkpointEvery: carried('--checkpointing_steps'),
  evalEvery: noEvaluation,
  holdOut: carried(PICTURES),
  patience: noPatience,
  sampleEvery: carried('--validation_epochs'),
  samplePrompt: carried('--validation_prompt'),
  instancePrompt: carried('--instance_prompt'),
  classPrompt: carried('--class_prompt'),
  rank: carried('--rank'),
  loraAlpha: carriedUnless('--rank', ({ settings: { loraAlpha, rank } }: LoraRun) =>
    loraAlpha === rank
      ? null
      : `its alpha is always the rank. An alpha of ${loraAlpha} at rank ${rank} would be another learning rate and another strength.`,
  ),
  priorFrom: classImagesAlone,
  classImages: carried('--num_class_images'),
  ownClassImages: carried(PICTURES),
  quickClassImages: noQuickClassImages,
  priorWeight: carried('--prior_loss_weight'),
  targets: carriedUnless('--train_text_encoder', ({ settings: { targets } }: LoraRun) =>
    targets.includes('attention') && targets.every((target) => target === 'attention' || target === 'text-encoder')
      ? null
      : ATTENTION_ALONE,
  ),
  upBlocksOnly: (run) =>
    run.settings.upBlocksOnly
      ? { kind: 'refused', why: 'it learns in all blocks.' }
      : { kind: 'lacking', instead: 'All blocks learn.', matters: false },
  microBatches: memoryAlone,
  accumulation: carried('--gradient_accumulation_steps'),
  schedule: carried('--lr_scheduler'),
  warmupSteps: carried('--lr_warmup_steps'),
  beta1: carried('--adam_beta1'),
  beta2: carried('--adam_beta2'),
  epsilon: carried('--adam_epsilon'),
  weightDecay: carried('--adam_weight_decay'),
  maxGradientNorm: carried('--max_grad_norm'),
  minSnrGamma: carried('--snr_gamma'),
  noiseOffset: lacking('The noise has no offset.', ({ settings }: LoraRun) => settings.noiseOffset > 0),
  emaDecay: noAverage,
  captionDropout: lacking(
    'Every sample comes with its prompt.',
    ({ settings }: LoraRun) => settings.captionDropout > 0,
  ),
  keepCheckpoints: carried('--checkpoints_total_limit'),
  showForgetting: lacking('The class is not drawn.', ({ settings }: LoraRun) => settings.showForgetting),
};

export const DIFFUSERS_INVERSION_FATES: Fates<typeof INVERSION_SETTINGS, InversionRun> = {
  adapterName: carried('--output_dir'),
  steps: carried('--max_train_steps'),
  learningRate: carried('--learning_rate'),
  batchSize: carried('--train_batch_size'),
  resolution: carried('--resolution'),
  segments: memoryAlone,
  mirror: lacking(
    'Every picture is mirrored half of the time, asked or not.',
    ({ settings }: InversionRun) => !settings.mirror,
  ),
  seed: carried('--seed'),
  checkpointEvery: carried('--checkpointing_steps'),
  evalEvery: noEvaluation,
  holdOut: carried(PICTURES),
  patience: noPatience,
  sampleEvery: carried('--validation_steps'),
  samplePrompt: carried('--validation_prompt'),
  placeholder: carried('--placeholder_token'),
  initializer: carried('--initializer_token'),
  vectors: carried('--num_vectors'),
  templates: lacking('It learns in the templates for objects that the script has, whatever was written.'),
};

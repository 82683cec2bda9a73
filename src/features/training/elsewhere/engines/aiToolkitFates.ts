/** What becomes of a LoRA run's settings in ai-toolkit's `sd_trainer`. */
import type { LORA_SETTINGS } from '../../../../contract/settings/loraSettings.ts';
import { carried, carriedUnless, type Fates, lacking, PICTURES } from '../fates.ts';
import { hasOwnPrediction, type LoraRun } from '../run.ts';
import { memoryAlone, noEvaluation, noPatience, noQuickClassImages } from './sharedFates.ts';

export const AI_TOOLKIT_LORA_FATES: Fates<typeof LORA_SETTINGS, LoraRun> = {
  adapterName: carried('name'),
  steps: carried('steps'),
  learningRate: carried('lr'),
  batchSize: carried('batch_size'),
  resolution: carried('resolution'),
  segments: memoryAlone,
  mirror: carried('flip_x'),
  seed: carried('training_seed'),
  checkpointEvery: carried('save_every'),
  evalEvery: noEvaluation,
  holdOut: carried(PICTURES),
  patience: noPatience,
  sampleEvery: carried('sample_every'),
  samplePrompt: carried('samples'),
  instancePrompt: carried('default_caption'),
  classPrompt: carried('default_caption'),
  rank: carried('linear'),
  loraAlpha: carried('linear_alpha'),
  priorFrom: carriedUnless('diff_output_preservation', (run: LoraRun) =>
    hasOwnPrediction(run) && run.settings.targets.includes('text-encoder')
      ? 'it holds a class to the model’s own prediction only while the text encoder learns nothing.'
      : null,
  ),
  classImages: carried(PICTURES),
  ownClassImages: carried(PICTURES),
  quickClassImages: noQuickClassImages,
  priorWeight: (run) => ({
    kind: 'carried',
    as: hasOwnPrediction(run) ? 'diff_output_preservation_multiplier' : 'reg_weight',
  }),
  targets: carried('only_if_contains'),
  upBlocksOnly: carried('ignore_if_contains'),
  microBatches: memoryAlone,
  accumulation: carried('gradient_accumulation'),
  schedule: carried('lr_scheduler'),
  warmupSteps: ({ settings: { schedule, warmupSteps } }) =>
    warmupSteps > 0 && schedule !== 'constant'
      ? { kind: 'lacking', instead: 'Only a constant learning rate has a warm-up: there is none.', matters: true }
      : { kind: 'carried', as: 'num_warmup_steps' },
  beta1: carried('betas'),
  beta2: carried('betas'),
  // Its own is given to PyTorch beside what a job says, which ends the run where a job says one too.
  epsilon: lacking(
    'Its AdamW has an epsilon of 1e-6, whatever a job says.',
    ({ settings }: LoraRun) => settings.epsilon !== 1e-6,
  ),
  weightDecay: carried('weight_decay'),
  maxGradientNorm: carried('max_grad_norm'),
  minSnrGamma: carried('min_snr_gamma'),
  noiseOffset: carried('noise_offset'),
  emaDecay: carried('ema_decay'),
  captionDropout: (run) =>
    hasOwnPrediction(run)
      ? {
          kind: 'lacking',
          instead: 'Held to its own prediction, every sample comes with its prompt.',
          matters: run.settings.captionDropout > 0,
        }
      : { kind: 'carried', as: 'caption_dropout_rate' },
  keepCheckpoints: carried('max_step_saves_to_keep'),
  showForgetting: carried('samples'),
};

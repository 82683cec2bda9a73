/** The settings of a DreamBooth LoRA run. */
import { asIs, demand, type Message, msg } from '../message.ts';
import { PICTURE_SETTINGS, promptSetting } from './pictureSettings.ts';
import { RUN_SETTINGS } from './runSettings.ts';
import { choiceSetting, choicesSetting, numberSetting, type Settings, switchSetting, textSetting } from './setting.ts';

/** Of AdamW's two moving averages. */
const beta = (label: Message, formerly: number) => numberSetting({ label, min: 0, max: 0.9999, formerly });

export const LORA_SETTINGS = {
  ...RUN_SETTINGS,
  instancePrompt: textSetting({
    label: msg('Instance prompt'),
    ...PICTURE_SETTINGS.prompt.limits,
    rule: { holds: (text) => text.trim() !== '', error: demand('must not be empty') },
  }),
  classPrompt: promptSetting(msg('Class prompt')),
  rank: numberSetting({ label: msg('Rank'), min: 1, max: 64, whole: true }),
  /** The adapter's scale is loraAlpha / rank. */
  loraAlpha: numberSetting({ label: msg('LoRA alpha'), min: 0, above: true, max: 256 }),
  /** What keeps the class as it is: class images, or what the model itself predicted for the class prompt before it learnt. */
  priorFrom: choiceSetting({
    label: msg('Prior preservation'),
    values: ['class-images', 'own-prediction'],
    names: {
      'class-images': msg('Class images'),
      'own-prediction': msg('Own prediction'),
    },
    formerly: 'class-images',
  }),
  /** Number of class images drawn before the run; 0 turns prior preservation by them off. */
  classImages: numberSetting({ label: msg('Class images'), min: 0, max: 200, whole: true }),
  /** Whether the class images are a person's own instead; then all of them are used, and their number is the other's. */
  ownClassImages: switchSetting({ label: msg('Use own class images'), formerly: false }),
  /** Whether they are drawn with a few-step adapter where the library has one. */
  quickClassImages: switchSetting({ label: msg('Draw class images quickly'), formerly: false }),
  /** Weight of the prior loss beside the instance loss. */
  priorWeight: numberSetting({ label: msg('Prior weight'), min: 0, max: 10 }),
  /** Groups of layers that learn; the last is the text encoder's attention. */
  targets: choicesSetting({
    label: msg('Layers that learn'),
    values: ['attention', 'feed-forward', 'projections', 'convolutions', 'text-encoder'],
    names: {
      attention: msg('Attention'),
      'feed-forward': msg('Feed-forward'),
      projections: msg('Projections'),
      convolutions: msg('Convolutions'),
      'text-encoder': msg('Text encoder'),
    },
    formerly: ['attention'],
  }),
  /** Whether of the U-Net's layers only those of its up blocks learn. */
  upBlocksOnly: switchSetting({ label: msg('Up blocks only'), formerly: false }),
  /** Whether a batch's samples go through the nets one after the other: the same step, in less memory. */
  microBatches: switchSetting({ label: msg('One sample at a time'), formerly: false }),
  /** Batches whose gradients are summed before a step is taken. */
  accumulation: numberSetting({ label: msg('Accumulation'), min: 1, max: 32, whole: true, formerly: 1 }),
  /** What becomes of the learning rate after its warm-up: it stays, or falls to 0 at the last step. */
  schedule: choiceSetting({
    label: msg('Learning rate over time'),
    values: ['constant', 'linear', 'cosine'],
    names: {
      constant: msg('Stays the same'),
      linear: msg('Falls in a straight line'),
      cosine: msg('Falls along a cosine'),
    },
    formerly: 'constant',
  }),
  /** Steps in which the learning rate rises from 0. */
  warmupSteps: numberSetting({
    label: msg('Warm-up'),
    min: 0,
    max: RUN_SETTINGS.steps.limits.max,
    whole: true,
    formerly: 0,
  }),
  beta1: beta(asIs('Beta 1'), 0.9),
  beta2: beta(asIs('Beta 2'), 0.999),
  epsilon: numberSetting({ label: msg('Epsilon'), min: 1e-12, max: 0.1, formerly: 1e-8 }),
  weightDecay: numberSetting({ label: msg('Weight decay'), min: 0, max: 1, formerly: 0.01 }),
  /** 0 clips nothing. */
  maxGradientNorm: numberSetting({ label: msg('Clipping'), min: 0, max: 100, formerly: 1 }),
  /** γ of Hang et al., arXiv 2303.09556; 0 weights all timesteps alike. */
  minSnrGamma: numberSetting({ label: msg('Min-SNR gamma'), min: 0, max: 20, formerly: 0 }),
  /** How much of one number for each channel is added to a sample's noise; 0 adds none. */
  noiseOffset: numberSetting({ label: msg('Noise offset'), min: 0, max: 1, formerly: 0 }),
  /** Of the moving average that the adapter is; 0 keeps none. */
  emaDecay: numberSetting({ label: msg('EMA decay'), min: 0, max: 0.9999, formerly: 0 }),
  /** How often a sample comes without its prompt, as a share. */
  captionDropout: numberSetting({ label: msg('Caption dropout'), min: 0, max: 1, formerly: 0 }),
  /** Whether what was learnt at each checkpoint is kept beside the adapter. */
  keepCheckpoints: switchSetting({ label: msg('Keep all checkpoints'), formerly: false }),
  /** Whether the class is drawn too, before and after, to show what was forgotten. */
  showForgetting: switchSetting({ label: msg('Show forgetting'), formerly: false }),
} as const satisfies Settings;

/** The settings of a picture, of the adapters it is drawn with, and of a film. */
import { asIs, type Message, msg } from '../message.ts';
import { choiceSetting, numberSetting, type Settings, textSetting } from './setting.ts';

/** Characters of a prompt. */
const PROMPT = { min: 0, max: 2000 } as const;

/** A prompt by another name. */
export const promptSetting = (label: Message) => textSetting({ label, ...PROMPT });

export const SAMPLER = choiceSetting({
  label: msg('Sampler'),
  values: [
    'dpmsolver++',
    'dpmsolver++ karras',
    'unipc',
    'unipc karras',
    'euler',
    'euler karras',
    'euler ancestral',
    'ddim',
    'lcm',
  ],
  // As AUTOMATIC1111's web UI and most others call them.
  names: {
    'dpmsolver++': asIs('DPM++ 2M'),
    'dpmsolver++ karras': asIs('DPM++ 2M Karras'),
    unipc: asIs('UniPC'),
    'unipc karras': asIs('UniPC Karras'),
    euler: asIs('Euler'),
    'euler karras': asIs('Euler Karras'),
    'euler ancestral': asIs('Euler a'),
    ddim: asIs('DDIM'),
    lcm: asIs('LCM'),
  },
});

/** How a picture is drawn, whatever it shows. */
export const SAMPLING_SETTINGS = {
  guidanceScale: numberSetting({ label: msg('Guidance scale'), min: 1, max: 20, step: 0.5 }),
  samplingSteps: numberSetting({ label: msg('Sampling steps'), min: 1, max: 150, whole: true }),
  sampler: SAMPLER,
} as const satisfies Settings;

export const PICTURE_SETTINGS = {
  prompt: promptSetting(msg('Prompt')),
  negativePrompt: promptSetting(msg('Negative prompt')),
  ...SAMPLING_SETTINGS,
  seed: numberSetting({ label: msg('Seed'), min: 0, max: 4294967295, whole: true }),
  /** Side of the square image in pixels, a multiple of the model's vaeScaleFactor × the U-Net's downsampling. */
  size: numberSetting({ label: msg('Size'), min: 64, max: 768, whole: true }),
  /** Share of the steps that have guidance, the first ones. */
  guidanceUntil: numberSetting({
    label: msg('Guidance until'),
    unit: msg('% of the steps'),
    min: 0,
    max: 100,
    whole: true,
    formerly: 100,
  }),
  /** At the steps between, what the U-Net's deep layers gave is used again. */
  deepEvery: numberSetting({
    label: msg('Deep layers every'),
    unit: msg('steps'),
    min: 1,
    max: 10,
    whole: true,
    formerly: 1,
  }),
  /** Which edges of the picture meet, so that it repeats without a seam. */
  seamless: choiceSetting({
    label: msg('Seamless tile'),
    values: ['none', 'both', 'half-drop', 'brick', 'across', 'down'],
    names: {
      none: msg('No'),
      both: msg('On all sides'),
      'half-drop': msg('On all sides, as a half-drop'),
      brick: msg('On all sides, as a brick'),
      across: msg('From left to right'),
      down: msg('From top to bottom'),
    },
    formerly: 'none',
  }),
  /** Whether brackets, numbers and breaks in prompts are more than words. */
  promptSyntax: choiceSetting({
    label: msg('Prompts are read'),
    values: ['auto', 'plain'],
    names: { auto: msg('With weights, where they have some'), plain: msg('Plainly') },
    formerly: 'plain',
  }),
} as const satisfies Settings;

/** 0 leaves an adapter out, 1 is as trained, below 0 draws away from it. */
export const ADAPTER_WEIGHT = numberSetting({ label: msg('Adapter weight'), min: -2, max: 2, step: 0.05 });

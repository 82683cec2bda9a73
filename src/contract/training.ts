/** Settings of training runs, as they are typed, kept and sent. What each is, is described in `settings/`. */
import * as z from 'zod';
import { withCurrentNames } from './formerNames.ts';
import { demand } from './message.ts';
import { INVERSION_SETTINGS } from './settings/inversionSettings.ts';
import { LORA_SETTINGS } from './settings/loraSettings.ts';
import { type METHOD, RUN_SETTINGS } from './settings/runSettings.ts';
import { shapeOf } from './settings/setting.ts';

export type TrainMethod = (typeof METHOD.values)[number];

/** Sides in pixels that a run can shrink or stretch its images to; 0 is the side that the model was trained on. */
export const RESOLUTIONS = RUN_SETTINGS.resolution.values;

/** Groups of layers that a LoRA can be trained on; the last is the text encoder's attention. */
export const LORA_TARGETS = LORA_SETTINGS.targets.values;

/** Stopping early goes by the evaluation loss on held-out images: a run that has none would wait for it in vain. */
const canStopEarly = (run: { patience: number; holdOut: number; evalEvery: number }) =>
  run.patience === 0 || (run.holdOut > 0 && run.evalEvery > 0);
const cannotStopEarly = {
  path: ['patience'],
  message: demand('must be 0 while no images are held out, or no steady loss is measured'),
};

/** One DreamBooth LoRA run. */
export const LoraSettings = z
  .object({ method: z.literal('lora'), ...shapeOf(LORA_SETTINGS) })
  .refine(canStopEarly, cannotStopEarly);
export type LoraSettings = z.infer<typeof LoraSettings>;

/** One run of textual inversion. */
export const InversionSettings = z
  .object({ method: z.literal('textual-inversion'), ...shapeOf(INVERSION_SETTINGS) })
  .refine(canStopEarly, cannotStopEarly);
export type InversionSettings = z.infer<typeof InversionSettings>;

/** One training run. */
export const TrainSettings = z.preprocess(
  withCurrentNames,
  z.discriminatedUnion('method', [LoraSettings, InversionSettings]),
);
export type TrainSettings = z.infer<typeof TrainSettings>;

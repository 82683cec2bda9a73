/** Fates that several engines share: what they lack alike, and what is said of it. */
import { carriedUnless, lacking, PICTURES } from '../fates.ts';
import { hasOwnPrediction, type InversionRun, type LoraRun, missingClassImages } from '../run.ts';

type AnyRun = LoraRun | InversionRun;

/** How much memory a step takes has no part in what is learnt. */
export const memoryAlone = lacking(
  'It only says how much memory a step takes; the engine has its own ways.',
  () => false,
);

export const noEvaluation = lacking(
  'No evaluation loss is measured.',
  ({ settings }: AnyRun) => settings.evalEvery > 0,
);

export const noPatience = lacking(
  'It takes all steps and keeps the last.',
  ({ settings }: AnyRun) => settings.patience > 0,
);

/** An engine that would train on with nothing to hold the class in place. */
export const classImagesAlone = carriedUnless(PICTURES, (run: LoraRun) =>
  hasOwnPrediction(run) ? 'it holds a class in place by class images alone, not by the model’s own prediction.' : null,
);

export const noQuickClassImages = lacking(
  'Class images that are missing are drawn the model’s own way, in more steps.',
  (run: LoraRun) => run.settings.quickClassImages && missingClassImages(run) > 0,
);

export const noAverage = lacking(
  'The adapter is what the last step left, not a moving average.',
  ({ settings }: LoraRun) => settings.emaDecay > 0,
);

/** Diffusers’ scripts and ai-toolkit have no word for no clipping, and take 0 for a gradient of length 0. */
const NO_CLIPPING = 1e9;

/** The length that gradients are clipped to, as such an engine is told it. @param length 0 for none */
export const clippedTo = (length: number) => (length > 0 ? length : NO_CLIPPING);

/** Settings of training runs, as they are typed, kept and sent. */
import * as z from 'zod';
import { withCurrentNames } from './formerNames.ts';
import { LIMITS, promptText, wholeWithin, within } from './limits.ts';

/** How a subject is learnt: as a LoRA (DreamBooth), or as a word of the text encoder. */
export const TRAIN_METHODS = ['lora', 'textual-inversion'] as const;
export type TrainMethod = (typeof TRAIN_METHODS)[number];

/** Sides in pixels that a run can shrink or stretch its images to; 0 is the side that the model was trained on. */
export const RESOLUTIONS = [0, 256, 384, 512, 768] as const;

/** What a run of every method needs. What has a default was added later: runs kept before are read with it. */
const runSettings = {
  /** What the run leaves is kept in the library under this name. */
  adapterName: z.string().trim().min(1, 'must not be empty').max(80, 'must be 80 characters or fewer'),
  steps: wholeWithin(LIMITS.steps),
  learningRate: within(LIMITS.learningRate),
  /** Samples in a batch, of a LoRA's class images as well. */
  batchSize: wholeWithin(LIMITS.batchSize).default(1),
  /** Side of the images that are learnt from, in pixels. */
  resolution: z.literal(RESOLUTIONS, 'must be one of those to choose from').default(0),
  /** How many parts the nets are cut into while they learn: more take less memory, and some more time. */
  segments: wholeWithin(LIMITS.segments).default(0),
  /** Whether mirror images count as pictures too. */
  mirror: z.boolean().default(false),
  seed: wholeWithin(LIMITS.seed),
  /** Steps from one checkpoint to the next; what came after the last one is lost when the page dies. */
  checkpointEvery: wholeWithin(LIMITS.checkpointEvery),
  /** Steps between two measurements of the steady loss. */
  evalEvery: wholeWithin(LIMITS.watchEvery),
  /** One of so many images is set aside: the steady loss on it tells learning from learning by heart. */
  holdOut: wholeWithin(LIMITS.holdOut).refine((one) => one !== 1, 'must be 0, or 2 or more'),
  /** The run ends after so many measurements that were no better on the images set aside, and keeps the best. */
  patience: wholeWithin(LIMITS.patience).default(0),
  /** Steps between two sets of sample pictures. */
  sampleEvery: wholeWithin(LIMITS.watchEvery),
  /** What the sample pictures show; empty for the prompt that the run learns in. */
  samplePrompt: promptText,
};

/** Stopping early goes by the steady loss on images set aside: a run that has none would wait for it in vain. */
const canStopEarly = (run: { patience: number; holdOut: number; evalEvery: number }) =>
  run.patience === 0 || (run.holdOut > 0 && run.evalEvery > 0);
const cannotStopEarly = {
  path: ['patience'],
  message: 'must be 0 while no images are held out, or no steady loss is measured',
};

/** Groups of layers that a LoRA can be trained on; the last is the text encoder's attention. */
export const LORA_TARGETS = ['attention', 'feed-forward', 'projections', 'convolutions', 'text-encoder'] as const;
export type LoraTarget = (typeof LORA_TARGETS)[number];

/** What becomes of the learning rate after its warm-up: it stays, or falls to 0 at the last step. */
export const SCHEDULES = ['constant', 'linear', 'cosine'] as const;

/** One DreamBooth LoRA run. */
export const LoraSettings = z
  .object({
    method: z.literal('lora'),
    ...runSettings,
    instancePrompt: promptText.refine((text) => text.trim() !== '', 'must not be empty'),
    classPrompt: promptText,
    rank: wholeWithin(LIMITS.rank),
    /** The adapter's scale is loraAlpha / rank. */
    loraAlpha: z.number().positive('must be more than 0').max(256, 'must be 256 or less'),
    /** Number of class images drawn before the run; 0 turns prior preservation off. */
    classImages: wholeWithin(LIMITS.classImages),
    /** Whether the class images are a person's own instead; then all of them are used, and their number is the other's. */
    ownClassImages: z.boolean().default(false),
    /** Whether they are drawn with a few-step adapter where the library has one. */
    quickClassImages: z.boolean().default(false),
    /** Weight of the prior loss beside the instance loss. */
    priorWeight: within(LIMITS.priorWeight),
    targets: z.array(z.enum(LORA_TARGETS)).min(1, 'must name at least one').default(['attention']),
    /** Whether of the U-Net's layers only those of its up blocks learn. */
    upBlocksOnly: z.boolean().default(false),
    /** Whether a batch's samples go through the nets one after the other: the same step, in less memory. */
    microBatches: z.boolean().default(false),
    /** Batches whose gradients are summed before a step is taken. */
    accumulation: wholeWithin(LIMITS.accumulation).default(1),
    schedule: z.enum(SCHEDULES).default('constant'),
    /** Steps in which the learning rate rises from 0. */
    warmupSteps: wholeWithin(LIMITS.warmupSteps).default(0),
    beta1: within(LIMITS.beta).default(0.9),
    beta2: within(LIMITS.beta).default(0.999),
    epsilon: within(LIMITS.epsilon).default(1e-8),
    weightDecay: within(LIMITS.weightDecay).default(0.01),
    maxGradientNorm: within(LIMITS.maxGradientNorm).default(1),
    /** γ of Hang et al., arXiv 2303.09556. */
    minSnrGamma: within(LIMITS.minSnrGamma).default(0),
    /** Of the moving average that the adapter is. */
    emaDecay: within(LIMITS.emaDecay).default(0),
    /** How often a sample comes without its prompt. */
    captionDropout: within(LIMITS.captionDropout).default(0),
    /** Whether what was learnt at each checkpoint is kept beside the adapter. */
    keepCheckpoints: z.boolean().default(false),
    /** Whether the class is drawn too, before and after, to show what was forgotten. */
    showForgetting: z.boolean().default(false),
  })
  .refine(canStopEarly, cannotStopEarly);
export type LoraSettings = z.infer<typeof LoraSettings>;

const word = z.string().trim().min(1, 'must not be empty').max(80, 'must be 80 characters or fewer');

/** One run of textual inversion. */
export const InversionSettings = z
  .object({
    method: z.literal('textual-inversion'),
    ...runSettings,
    /** The new word as it will stand in prompts, e.g. `<african-fabric>`. */
    placeholder: word.refine((text) => !/\s/u.test(text), 'must be one word, without a gap'),
    /** One token that the model knows and that says what kind of thing it is: the word's rows start as its row. */
    initializer: word,
    vectors: wholeWithin(LIMITS.vectors),
    /** Prompts to learn the word in; `{}` stands for it. Each sample of a step takes one of them. */
    templates: z
      .array(promptText.refine((text) => text.includes('{}'), 'must each have {} where the word goes'))
      .min(1, 'must not be empty')
      .max(100, 'must be 100 or fewer'),
  })
  .refine(canStopEarly, cannotStopEarly);
export type InversionSettings = z.infer<typeof InversionSettings>;

/** One training run. */
export const TrainSettings = z.preprocess(
  withCurrentNames,
  z.discriminatedUnion('method', [LoraSettings, InversionSettings]),
);
export type TrainSettings = z.infer<typeof TrainSettings>;

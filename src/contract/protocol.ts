/**
 * The contract between the page and the workers: what can be asked, what is reported while it
 * runs, what comes back, and which errors there are. Types and schemas only: both sides import
 * this file and nothing else of each other.
 */
import * as z from 'zod';

// ---------------------------------------------------------------------------------------------
// Errors: plain data on the wire, so that they cross Comlink with their code and advice intact.
// ---------------------------------------------------------------------------------------------

/** What went wrong, in a closed list that the page can switch on. */
export type StudioErrorCode =
  | 'not-an-image'
  | 'image-damaged'
  | 'image-too-large'
  | 'image-unsupported'
  | 'model-unavailable'
  | 'model-damaged'
  | 'model-unsupported'
  | 'connection-lost'
  | 'storage-full'
  | 'device-unavailable'
  | 'device-lost'
  | 'out-of-memory'
  | 'bad-setting'
  | 'no-images'
  | 'adapter-mismatch'
  | 'adapter-damaged'
  | 'adapter-unsupported'
  | 'cancelled'
  | 'paused'
  | 'busy'
  | 'internal';

/** An error as a person meets it: one sentence on what happened, one on what to do next. */
export interface StudioFault {
  code: StudioErrorCode;
  message: string;
  advice: string;
  /** Where memory ran out: what would take less. */
  proposal?: MemoryProposal | null;
}

/** What every worker call resolves to. Calls never reject for foreseeable reasons. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; fault: StudioFault };

// ---------------------------------------------------------------------------------------------
// Models that a person added: where each comes from, and what of it lies in the browser's own file system
// ---------------------------------------------------------------------------------------------

/** Names a stored model's folder, so it must be a plain file name everywhere. */
const ModelId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);

/** Which model: the one that comes with the studio, or one that was added. */
export const ModelRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starter') }),
  z.object({ kind: z.literal('stored'), id: ModelId }),
]);
export type ModelRef = z.infer<typeof ModelRef>;

/** Where an added model comes from. */
export const ModelOrigin = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hub'),
    /** The hub's own address, without a trailing slash: `https://huggingface.co`, or a mirror of it. */
    hub: z.string(),
    /** Owner and name, e.g. `stable-diffusion-v1-5/stable-diffusion-v1-5`. */
    repository: z.string(),
    /** The commit whose files they are: what is downloaded later is of the same one. */
    commit: z.string(),
  }),
  /** By the name that it had on the person's disk. */
  z.object({ kind: z.literal('folder'), name: z.string() }),
  z.object({ kind: z.literal('file'), name: z.string() }),
]);
export type ModelOrigin = z.infer<typeof ModelOrigin>;

/** A path below the model's folder: no part of it may lead out of there. */
const ModelPath = z.string().regex(/^(?!\.{1,2}(\/|$))[^/\\]+(\/(?!\.{1,2}(\/|$))[^/\\]+)*$/);

/** One file of a model. */
export const ModelFile = z.object({
  path: ModelPath,
  bytes: z.number().int().nonnegative(),
  /**
   * By which a damaged byte is found: the SHA-256 of the contents, or the SHA-1 by which git names them; null where
   * neither is known yet.
   */
  digest: z
    .object({ kind: z.enum(['sha256', 'git-blob']), hex: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/) })
    .nullable(),
});
export type ModelFile = z.infer<typeof ModelFile>;

/** A model as it is stored, or as it will be once all its files are there. */
export const StoredModel = z.object({
  id: ModelId,
  /** Shown to people and kept in adapters as their base model. */
  name: z.string().min(1),
  origin: ModelOrigin,
  /** `diffusers`: a folder with a subfolder for each net. `single-file`: one checkpoint that holds all of them. */
  layout: z.enum(['diffusers', 'single-file']),
  /** The architecture in words, e.g. `Stable Diffusion 1`. */
  family: z.string(),
  files: z.array(ModelFile).min(1),
  /** Milliseconds since 1970. */
  addedAt: z.number(),
});
export type StoredModel = z.infer<typeof StoredModel>;

// ---------------------------------------------------------------------------------------------
// Device and model
// ---------------------------------------------------------------------------------------------

export const DEVICE_CHOICES = ['auto', 'webgpu', 'wasm'] as const;
/** `auto` takes WebGPU where there is a hardware adapter and wasm otherwise. */
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];

/** The device that was taken, in words for the status line. */
export interface DeviceInfo {
  kind: 'webgpu' | 'wasm';
  /** wasm: number of threads (1 where the page is not cross-origin isolated). WebGPU: 0. */
  threads: number;
  /** WebGPU: vendor and architecture, as far as the browser tells. wasm: empty. */
  adapter: string;
  /** True for a WebGPU adapter that runs on the processor. */
  software: boolean;
  /** What the nets compute in. */
  precision: 'float32' | 'float16';
  /** Why it is this device, as a sentence, e.g. that it is slower without threads. Empty if nothing is to be said. */
  note: string;
}

export interface OpenRequest {
  device: DeviceChoice;
  model: ModelRef;
  /** Absolute address of the starter's folder, in diffusers' layout, with a trailing slash. */
  starterUrl: string;
  /** Absolute address of the folder that holds onnxruntime-web's `.mjs` and `.wasm` files, with a trailing slash. */
  runtimeUrl: string;
  /** wasm threads; left out: as many as the machine has cores, 8 at most. */
  threads?: number;
}

export interface OpenProgress {
  phase: 'device' | 'download' | 'prepare';
  /** 0 to 1 over the whole of opening. */
  fraction: number;
  loadedBytes: number;
  totalBytes: number;
}

export interface ModelInfo {
  ref: ModelRef;
  /** Name shown to people and kept in adapters as their base model, e.g. `weft-starter`. */
  name: string;
  /** Tells its weights from others, whatever their names are. */
  fingerprint: string;
  device: DeviceInfo;
  /** The side of the images the model was trained on, in pixels. */
  nativeSize: number;
  /** Pixels to one latent, per side. */
  vaeScaleFactor: number;
  /** Tokens the text encoder takes, start and end included. */
  maxTokens: number;
  parameters: number;
  /** The kind of few-step model that it is: distilled for consistency, or adversarially. Null: it draws in many steps. */
  fewSteps: 'lcm' | 'turbo' | null;
  /** Why it can't be trained on this device; null where it can. */
  trainingRefusal: Omit<StudioFault, 'code'> | null;
  /** Measured when the model was opened, or estimated where measuring would have taken long. */
  timings: Timings;
}

/** Seconds on this device with this model at its native size. */
export interface Timings {
  /** One denoising step with guidance (both halves). */
  guidedStepSeconds: number;
  /** One decode from latents to pixels. */
  decodeSeconds: number;
}

/** What the text encoder will see of a prompt. */
export interface PromptCheck {
  /** Tokens used, start and end included. */
  tokens: number;
  maxTokens: number;
  /** The end of the prompt that does not fit and is ignored; empty if all fits. */
  cutText: string;
}

// ---------------------------------------------------------------------------------------------
// Settings: bounds in one place, shown by the forms and enforced again in the worker
// ---------------------------------------------------------------------------------------------

/** Inclusive bounds of every number a person can set. */
export const LIMITS = {
  /** Characters. */
  promptLength: { min: 0, max: 2000 },
  steps: { min: 1, max: 5000 },
  rank: { min: 1, max: 64 },
  /** Rows that a learnt word gets; each takes a position in the prompt. */
  vectors: { min: 1, max: 16 },
  batchSize: { min: 1, max: 16 },
  /** Batches to a step. */
  accumulation: { min: 1, max: 32 },
  /** Of the nets, while they learn; 0 lets the studio choose. */
  segments: { min: 0, max: 32 },
  learningRate: { min: 1e-6, max: 0.1 },
  warmupSteps: { min: 0, max: 5000 },
  /** Of AdamW. */
  beta: { min: 0, max: 0.9999 },
  epsilon: { min: 1e-12, max: 0.1 },
  weightDecay: { min: 0, max: 1 },
  /** 0 clips nothing. */
  maxGradientNorm: { min: 0, max: 100 },
  /** 0 weights all timesteps alike. */
  minSnrGamma: { min: 0, max: 20 },
  /** 0 keeps no moving average. */
  emaDecay: { min: 0, max: 0.9999 },
  /** A share of the samples. */
  captionDropout: { min: 0, max: 1 },
  classImages: { min: 0, max: 200 },
  priorWeight: { min: 0, max: 10 },
  /** Steps; 0 turns checkpoints off. */
  checkpointEvery: { min: 0, max: 5000 },
  /** Steps; 0 measures none, draws none. */
  watchEvery: { min: 0, max: 5000 },
  /** Measurements; 0 never ends a run early. */
  patience: { min: 0, max: 100 },
  /** One of so many images; 0 sets none aside. */
  holdOut: { min: 0, max: 100 },
  guidanceScale: { min: 1, max: 20 },
  samplingSteps: { min: 1, max: 150 },
  seed: { min: 0, max: 4294967295 },
  /** 0 leaves an adapter out, 1 is as trained, below 0 draws away from it. */
  adapterWeight: { min: -2, max: 2 },
  size: { min: 64, max: 768 },
  keyframes: { min: 2, max: 24 },
  duration: { min: 0.5, max: 60 },
  framesPerSecond: { min: 1, max: 50 },
} as const;

const within = ({ min, max }: { min: number; max: number }) =>
  z
    .number(`must be a number from ${min} to ${max}`)
    .min(min, `must be ${min} or more`)
    .max(max, `must be ${max} or less`);
const wholeWithin = (bounds: { min: number; max: number }) =>
  within(bounds).refine(Number.isInteger, 'must be a whole number');

const promptText = z.string().max(LIMITS.promptLength.max, `must be ${LIMITS.promptLength.max} characters or fewer`);

export const SAMPLERS = [
  'dpmsolver++',
  'dpmsolver++ karras',
  'unipc',
  'unipc karras',
  'euler',
  'euler karras',
  'euler ancestral',
  'ddim',
  'lcm',
] as const;

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
  steadyEvery: wholeWithin(LIMITS.watchEvery),
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
const canStopEarly = (run: { patience: number; holdOut: number; steadyEvery: number }) =>
  run.patience === 0 || (run.holdOut > 0 && run.steadyEvery > 0);
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
export const TrainSettings = z.discriminatedUnion('method', [LoraSettings, InversionSettings]);
export type TrainSettings = z.infer<typeof TrainSettings>;

/** How a picture is drawn, whatever it shows. */
export const DrawingWay = z.object({
  guidanceScale: within(LIMITS.guidanceScale),
  samplingSteps: wholeWithin(LIMITS.samplingSteps),
  sampler: z.enum(SAMPLERS),
});
export type DrawingWay = z.infer<typeof DrawingWay>;

/** One image. */
export const CreateSettings = z.object({
  prompt: promptText,
  negativePrompt: promptText,
  ...DrawingWay.shape,
  seed: wholeWithin(LIMITS.seed),
  /** Side of the square image in pixels, a multiple of the model's vaeScaleFactor × the U-Net's downsampling. */
  size: wholeWithin(LIMITS.size),
});
export type CreateSettings = z.infer<typeof CreateSettings>;

/** A picture that a film passes through. What it shares with the next one stays as it is between them. */
export const MorphKeyframe = z.object({
  seed: wholeWithin(LIMITS.seed),
  prompt: promptText,
  /** One for each adapter, in place of the weight that it came with; left out, those. */
  adapterWeights: z.array(within(LIMITS.adapterWeight)).optional(),
});
export type MorphKeyframe = z.infer<typeof MorphKeyframe>;

/** A looping film between keyframes, in whose noise, prompts or adapters' weights something moves. */
export const MorphSettings = CreateSettings.extend({
  keyframes: z
    .array(MorphKeyframe)
    .min(LIMITS.keyframes.min, `must be ${LIMITS.keyframes.min} or more`)
    .max(LIMITS.keyframes.max, `must be ${LIMITS.keyframes.max} or less`),
  /** Seconds. */
  duration: within(LIMITS.duration),
  framesPerSecond: wholeWithin(LIMITS.framesPerSecond),
});
export type MorphSettings = z.infer<typeof MorphSettings>;

// ---------------------------------------------------------------------------------------------
// Adapters
// ---------------------------------------------------------------------------------------------

/**
 * One LoRA-adapted layer; in θ lie its A [rank, inFeatures] and then its B [outFeatures, rank]. A convolution's A is
 * [rank, inFeatures, kernel, kernel].
 */
export const LoraModule = z.object({
  /**
   * Module path in the U-Net, as diffusers names it, e.g. `mid_block.attentions.0.transformer_blocks.0.attn1.to_q`; the
   * text encoder's begin with `text_encoder.`.
   */
  name: z.string(),
  inFeatures: z.number().int().positive(),
  outFeatures: z.number().int().positive(),
  /** Side of a convolution's square kernel; a linear layer has none. */
  kernel: z.number().int().positive().optional(),
  /** The layer's own rank and alpha, where they are not the adapter's. */
  rank: z.number().int().positive().optional(),
  loraAlpha: z.number().positive().optional(),
});
export type LoraModule = z.infer<typeof LoraModule>;

/** A LoRA as the engine trains and draws with it. */
export const LoraAdapter = z.object({
  baseModel: z.string(),
  rank: z.number().int().positive(),
  loraAlpha: z.number().positive(),
  modules: z.array(LoraModule),
  /** All trainable numbers as one vector: for each module A then B, row-major. */
  theta: z.instanceof(Float32Array),
});
export type LoraAdapter = z.infer<typeof LoraAdapter>;

/** A learnt word: rows of the text encoder's embedding that a placeholder token stands for. */
export const Embedding = z.object({
  baseModel: z.string(),
  /** As it stands in prompts, e.g. `<african-fabric>`. */
  token: z.string().min(1),
  /** Numbers in one row. */
  width: z.number().int().positive(),
  /** Its rows one after the other; each takes a position in the prompt. */
  vectors: z.instanceof(Float32Array),
});
export type Embedding = z.infer<typeof Embedding>;

/** What a run leaves and the library keeps: a LoRA, or a learnt word. */
export type LearntItem = LearntLora | { method: 'embedding'; embedding: Embedding };
interface LearntLora {
  method: 'lora';
  adapter: LoraAdapter;
  /** Whether what it teaches is to draw in a few steps of LCM (LCM-LoRA: Luo et al., arXiv 2311.05556). */
  fewSteps: boolean;
}

/** The settings of a run as they were, by their names in TrainSettings; runs of other versions may have others. */
export const RunSettings = z.record(z.string(), z.json());
export type RunSettings = z.infer<typeof RunSettings>;

/** A loss. That of a run which has gone astray may be NaN or infinite, which zod's own numbers are not. */
const LossNumber = z.custom<number>((value) => typeof value === 'number');

/** Losses of one training step. `prior` is null without prior preservation, which textual inversion has none of. */
export const LossPoint = z.object({ step: z.number(), instance: LossNumber, prior: LossNumber.nullable() });
export type LossPoint = z.infer<typeof LossPoint>;

/** The steady loss after a step: the mean over fixed noises and timesteps, which moves with the adapter alone. */
export const SteadyPoint = z.object({
  step: z.number(),
  /** On images that the run learns from. */
  trained: LossNumber,
  /** On those set aside; null where none is. */
  heldOut: LossNumber.nullable(),
});
export type SteadyPoint = z.infer<typeof SteadyPoint>;

/** A run that ended in an adapter or a word. */
const TrainedOrigin = z.object({
  kind: z.literal('trained'),
  settings: RunSettings,
  losses: z.array(LossPoint),
  /** Runs of earlier versions were not measured so. */
  steady: z.array(SteadyPoint).optional(),
  stepsDone: z.number().int().nonnegative(),
  /** True when the run was ended before its last step. */
  stopped: z.boolean(),
  /** Of the whole run, in all its sessions; earlier versions did not keep it. */
  seconds: z.number().nonnegative().optional(),
});
export type TrainedOrigin = z.infer<typeof TrainedOrigin>;

/** Adapters that were made into one. */
const MergedOrigin = z.object({
  kind: z.literal('merged'),
  parts: z.array(
    z.object({ name: z.string(), weight: z.number(), rank: z.number().int().positive(), loraAlpha: z.number() }),
  ),
});

/** A file of another program, with what its header says. */
const ForeignOrigin = z.object({ kind: z.literal('foreign'), metadata: z.record(z.string(), z.string()) });

/** How an adapter came to be. Goes with it into the library and into its files. */
export const AdapterOrigin = z.discriminatedUnion('kind', [TrainedOrigin, MergedOrigin, ForeignOrigin]);
export type AdapterOrigin = z.infer<typeof AdapterOrigin>;

/** An adapter and how strongly it acts. */
export const WeightedAdapter = z.object({ adapter: LoraAdapter, weight: within(LIMITS.adapterWeight) });
export type WeightedAdapter = z.infer<typeof WeightedAdapter>;

/** How class images are drawn: image by image the same for every run, so that runs can share them. */
export const ClassDrawing = DrawingWay.extend({
  /** Seed of the first image; those of the others follow it. */
  firstSeed: wholeWithin(LIMITS.seed),
  /** What makes a few steps enough; never what is being learnt. */
  adapters: z.array(WeightedAdapter),
});
export type ClassDrawing = z.infer<typeof ClassDrawing>;

/** How programs lay out a LoRA's file. */
export const LORA_FILE_LAYOUTS = ['peft', 'diffusers', 'kohya'] as const;
export type LoraFileLayout = (typeof LORA_FILE_LAYOUTS)[number];

/** How programs lay out a learnt word's file. */
export const EMBEDDING_FILE_LAYOUTS = ['diffusers', 'emb_params'] as const;
export type EmbeddingFileLayout = (typeof EMBEDDING_FILE_LAYOUTS)[number];

/** What is to be saved, and in which layout. */
export type ExportedItem =
  | (LearntLora & { layout: LoraFileLayout })
  | { method: 'embedding'; layout: EmbeddingFileLayout; embedding: Embedding };

export interface ExportRequest {
  item: ExportedItem;
  name: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  origin: AdapterOrigin;
  /** PNG of its picture in the library, where it has one. */
  thumbnail?: ArrayBuffer | undefined;
}

/** A file to hand to a person. */
export interface ExportedFile {
  bytes: ArrayBuffer;
  /** PEFT keeps an adapter in two files, which go in a zip. */
  ending: 'safetensors' | 'zip';
}

export interface ImportRequest {
  /** Files of one adapter or learnt word: a `.safetensors`, the same with PEFT's `adapter_config.json`, or a zip of both. */
  files: File[];
  /** Leave out the layers that the model doesn't have, instead of asking. */
  leaveOut: boolean;
}

/** An adapter from files; or, where the model lacks some of its layers, what of it could be used. */
export type ImportResult =
  | { whole: true; imported: ImportedAdapter }
  | {
      whole: false;
      /** Layers that fit the model. */
      fitting: number;
      /** Names of those that don't, as the file has them. */
      unknown: string[];
    };

export interface ImportedAdapter {
  /** As its file tells; null where that doesn't. */
  name: string | null;
  /** Milliseconds since 1970, where the file tells. */
  createdAt: number | null;
  item: LearntItem;
  origin: AdapterOrigin;
  /** PNG, where the file holds one. */
  thumbnail?: ArrayBuffer | undefined;
}

// ---------------------------------------------------------------------------------------------
// Jobs
// ---------------------------------------------------------------------------------------------

/** An RGBA picture, rows from the top, 4 bytes a pixel. */
export interface Picture {
  width: number;
  height: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** What a run was made of besides its settings, as short names of the contents: by them it is known again. */
export const RunIdentity = z.object({
  model: z.string(),
  /** Of each image that it learns from, in their order. */
  images: z.array(z.string()),
  /** Their captions as they were; runs of earlier versions had none. */
  captions: z.array(z.string()).default([]),
});
export type RunIdentity = z.infer<typeof RunIdentity>;

/** A run between two steps: all that its next steps depend on. */
export const TrainState = z.object({
  trainer: z.object({
    /** Steps taken. */
    step: z.number().int().nonnegative(),
    /** θ and the optimizer's memory. */
    vectors: z.record(z.string(), z.instanceof<typeof Float32Array<ArrayBuffer>>(Float32Array)),
  }),
  /** Of PyTorch's generator. */
  random: z.object({
    words: z.instanceof<typeof Uint32Array<ArrayBufferLike>>(Uint32Array),
    position: z.number().int().nonnegative(),
    cachedNormal: z.number().nullable(),
  }),
  /** What early stopping has found. */
  best: z
    .object({
      step: z.number().int().positive(),
      heldOut: LossNumber,
      theta: z.instanceof<typeof Float32Array<ArrayBuffer>>(Float32Array),
      waited: z.number().int().nonnegative(),
    })
    .nullish(),
});
export type TrainState = z.infer<typeof TrainState>;

/** A run that ended before its time, to be gone on with. */
export interface UnfinishedRun {
  identity: RunIdentity;
  /** Its last checkpoint; null where there is none. */
  state: TrainState | null;
}

/** An image to learn from. */
export interface TrainImage {
  /** An encoded square (PNG, JPEG or WebP) as `PreparedImage.bytes`. */
  bytes: ArrayBuffer;
  /** What it shows, in words; empty for the instance prompt. */
  caption: string;
}

export interface TrainRequest {
  settings: TrainSettings;
  /** A run that goes on finds its own among them. */
  images: TrainImage[];
  /** The first of its class images, encoded: those that earlier runs drew. What is missing is drawn. */
  classImages: ArrayBuffer[];
  classDrawing: ClassDrawing;
  /** How the pictures are drawn that show what is learnt. */
  sampleDrawing: DrawingWay;
  unfinished: UnfinishedRun | null;
}

/** How far a run has come. */
export type TrainProgress =
  | { phase: 'encode'; done: number; total: number; secondsLeft: number | null }
  /** `picture` was drawn just now; null where there is none yet. */
  | { phase: 'class-images'; done: number; total: number; secondsLeft: number | null; picture: Picture | null }
  | { phase: 'prepare'; done: number; total: number; secondsLeft: number | null }
  | {
      phase: 'train';
      done: number;
      total: number;
      secondsLeft: number | null;
      losses: LossPoint[];
      secondsPerStep: number;
      skippedSteps: number;
      /** Of the last step. */
      learningRate: number;
    };

/** What is heard of a run: first what it is made of, then its progress with a checkpoint now and then. */
export type TrainEvent =
  | { phase: 'begin'; identity: RunIdentity }
  | TrainProgress
  | { phase: 'steady'; point: SteadyPoint }
  /** A picture drawn with what was learnt by the step. */
  | { phase: 'sample'; of: 'learnt' | 'class'; step: number; seed: number; picture: Picture }
  /** `theta` is what has been learnt by then, as the run's adapter or word holds it. */
  | { phase: 'checkpoint'; state: TrainState; theta: Float32Array };

export interface TrainResult {
  item: LearntItem;
  /** The steps that it learnt in: fewer than asked for when the run was stopped. */
  stepsDone: number;
  /** The steps that were taken: more where early stopping kept what was best on the images set aside. */
  stepsTaken: number;
  stopped: boolean;
  /** Seconds for the whole run and for the training loop alone. */
  seconds: number;
  trainingSeconds: number;
}

export interface DrawRequest {
  settings: CreateSettings;
  /** Any number; they act together. */
  adapters: WeightedAdapter[];
}

export interface DrawProgress {
  step: number;
  steps: number;
  secondsLeft: number | null;
}

export interface DrawResult {
  picture: Picture;
  seconds: number;
}

export interface MorphRequest {
  settings: MorphSettings;
  /** Any number; they act together. */
  adapters: WeightedAdapter[];
  /** Frames before this one are there already; 0 for a film from its beginning. */
  firstFrame: number;
}

export interface MorphFrame {
  index: number;
  frames: number;
  secondsLeft: number | null;
  picture: Picture;
}

export interface MorphResult {
  frames: number;
  seconds: number;
}

/** Settings that decide how much of the GPU's memory a piece of work takes. `size` is a drawing's, the others a LoRA's. */
export type MemoryChange = Partial<
  Pick<LoraSettings, 'segments' | 'microBatches' | 'upBlocksOnly' | 'resolution'> & Pick<CreateSettings, 'size'>
>;

/** A change of the settings, and what the work takes then. */
export interface MemoryProposal {
  change: MemoryChange;
  bytes: number;
}

/** What memory is planned for, and how many bytes of it there are. */
export type MemoryRequest = { available: number } & (
  | { work: 'training'; settings: LoraSettings }
  | { work: 'drawing'; size: number; guided: boolean }
);

/** What a piece of work takes of the GPU's memory. */
export interface PlannedMemory {
  /** At its highest. */
  bytes: number;
  /** The smallest change with which it stays within what is available; null where none is needed, or none is enough. */
  proposal: MemoryProposal | null;
}

/**
 * `studio.worker.ts`: holds the model, does one job at a time. A job started while another runs
 * is refused with the code `busy`; the page queues jobs. Callbacks are Comlink proxies.
 */
export interface StudioWorker {
  /** Takes a device, loads the model, measures it. May be called again after a failure. */
  open(request: OpenRequest, onProgress: (progress: OpenProgress) => void): Promise<Outcome<ModelInfo>>;
  checkPrompt(prompt: string): Promise<Outcome<PromptCheck>>;
  /** Tokens of the model's own vocabulary that a text is: one for a word that it knows. */
  countTokens(text: string): Promise<Outcome<number>>;
  /** What a piece of work would take of the GPU's memory; null where the processor computes. Refused while a job runs. */
  planMemory(request: MemoryRequest): Promise<Outcome<PlannedMemory | null>>;
  /** Trains until done, stopped (result kept) or cancelled (nothing kept). */
  train(request: TrainRequest, onEvent: (event: TrainEvent) => void): Promise<Outcome<TrainResult>>;
  draw(request: DrawRequest, onProgress: (progress: DrawProgress) => void): Promise<Outcome<DrawResult>>;
  /** Draws frame after frame; each is handed over as it is done and awaited, so that the encoder sets the pace. */
  morph(request: MorphRequest, onFrame: (frame: MorphFrame) => Promise<void> | void): Promise<Outcome<MorphResult>>;
  /** Reads an adapter's files; nothing in them is believed before it is checked. */
  importAdapter(request: ImportRequest): Promise<Outcome<ImportResult>>;
  exportAdapter(request: ExportRequest): Promise<Outcome<ExportedFile>>;
  /**
   * Makes learnt words known to every prompt, in place of those known before. For each: why it can't be used with the
   * model that is open, or null where it can.
   */
  teachWords(embeddings: Embedding[]): Promise<Outcome<(string | null)[]>>;
  /** Makes several adapters with their weights into one that draws the same. */
  mergeAdapters(parts: WeightedAdapter[]): Promise<Outcome<LoraAdapter>>;
  /** For each adapter's layers: why they don't fit the model that is open, or null where they do. */
  checkAdapters(adapters: LoraModule[][]): Promise<Outcome<(string | null)[]>>;
  /** Ends the running training run after its current step and keeps what was learnt. */
  stop(): void;
  /** Ends the running training run after its current step; it hands over a checkpoint and resolves with the fault `paused`. */
  pause(): void;
  /** Ends the running job; it resolves with the fault `cancelled`. */
  cancel(): void;
}

// ---------------------------------------------------------------------------------------------
// Adding and keeping models
// ---------------------------------------------------------------------------------------------

/** A repository of a model hub. */
export interface HubRequest {
  /** `owner/name`, with `@revision` where it is not the main one; or the repository's address on its hub. */
  repository: string;
  /** An access token for what is not public; empty for none. Kept by nobody. */
  token: string;
}

/** What adding a model takes, before anything is written. */
export interface ModelOffer {
  model: StoredModel;
  /** Bytes that are there already, from an earlier try. */
  presentBytes: number;
  /** Bytes that the browser allows this page beside what it holds; null where it doesn't tell. */
  freeBytes: number | null;
}

export interface DownloadRequest {
  model: StoredModel;
  token: string;
}

/** A file of the person's own, and its path within the folder that was chosen. */
export interface LocalFile {
  path: string;
  file: File;
}

/** How far adding or checking a model has come. */
export interface TransferProgress {
  /** `check`: what is there already is read again. `wait`: the connection broke, and is tried again by itself. */
  phase: 'check' | 'transfer' | 'wait';
  doneBytes: number;
  totalBytes: number;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
}

export interface AddedModel {
  model: StoredModel;
  /** What a person should know, e.g. that a file came damaged and was fetched again. */
  notes: string[];
}

/** A download that did not come to its end. */
export interface UnfinishedModel {
  model: StoredModel;
  doneBytes: number;
}

/** What is stored of models. */
export interface KeptModels {
  models: StoredModel[];
  unfinished: UnfinishedModel[];
  /** Of all models, unfinished ones included. */
  modelBytes: number;
  /** Of everything that this page keeps in the browser; null where the browser doesn't tell. */
  usedBytes: number | null;
  /** What the browser allows it beside that; null where the browser doesn't tell. */
  freeBytes: number | null;
}

/**
 * `models.worker.ts`: brings models into the browser's own file system and keeps them there. It adds or checks one model
 * at a time; another one meanwhile is refused with the code `busy`. Callbacks are Comlink proxies.
 */
export interface ModelsWorker {
  list(): Promise<Outcome<KeptModels>>;
  /** What a repository has for the studio; refuses what the engine can't draw with before anything is downloaded. */
  lookUp(request: HubRequest): Promise<Outcome<ModelOffer>>;
  /** Downloads a model that was looked up, or goes on with it where an earlier download ended. */
  download(request: DownloadRequest, onProgress: (progress: TransferProgress) => void): Promise<Outcome<AddedModel>>;
  /** Copies a model from a folder in diffusers' layout, or from a single-file checkpoint. */
  importLocal(files: LocalFile[], onProgress: (progress: TransferProgress) => void): Promise<Outcome<AddedModel>>;
  /** Reads a stored model again and finds damaged files. A hub's are let go, and the model is unfinished until they are back. */
  check(id: string, onProgress: (progress: TransferProgress) => void): Promise<Outcome<{ damaged: string[] }>>;
  /** Removes a model, unfinished or not. One that is open in a tab is refused with the code `busy`. */
  remove(id: string): Promise<Outcome<null>>;
  /** Ends what is being added or checked; it resolves with the fault `cancelled`, and what was downloaded stays. */
  cancel(): void;
}

// ---------------------------------------------------------------------------------------------
// Images and films
// ---------------------------------------------------------------------------------------------

/** A dataset image: decoded, upright, centre-cropped to a square. */
export interface PreparedImage {
  /** PNG, at most 768 px a side. */
  bytes: ArrayBuffer;
  side: number;
  /** The size of the file's own picture, upright. */
  sourceWidth: number;
  sourceHeight: number;
  /** What a person should know, e.g. that only the first frame of an animation was taken. */
  notes: string[];
}

/** Pictures side by side on one sheet, with words over the columns and before the rows. */
export interface ContactSheet {
  title: string;
  /** What all pictures share. */
  details: string;
  /** Pictures to a row. */
  columns: number;
  /** Over the columns; empty where each picture has a caption instead. */
  columnLabels: string[];
  /** Before the rows; empty where each picture has a caption instead. */
  rowLabels: string[];
  /** Row by row; `png` is null where none was drawn. */
  pictures: { png: ArrayBuffer | null; caption: string }[];
  /** Pixels a side of every picture on the sheet. A whole multiple of a picture's own size shows each pixel as it is. */
  side: number;
}

/** A sheet as a PNG file. */
export interface EncodedSheet {
  png: ArrayBuffer;
  width: number;
  height: number;
}

/** What can be seen in a picture without understanding it. */
export interface PictureLook {
  /**
   * [3, 16, 16]: luma and two colour differences of even patches, each plane without its mean, of length 1 in all. The
   * product of two is how much pictures are alike.
   */
  patches: Float32Array;
  /** Variance of the Laplacian of luma (0 to 255) at 256 pixels a side or fewer. */
  sharpness: number;
  /** Share of pixels with a channel at its end, 0 to 1. */
  burnt: number;
}

/** `image.worker.ts`: files into dataset images, pictures and sheets into PNG; and what is seen in pictures. */
export interface ImageWorker {
  prepare(file: Blob): Promise<Outcome<PreparedImage>>;
  /** A picture as PNG with text chunks (keyword → text, any Unicode). */
  encodePng(picture: Picture, text: Record<string, string>): Promise<Outcome<ArrayBuffer>>;
  /** A sheet of pictures as PNG with text chunks. */
  encodeSheet(sheet: ContactSheet, text: Record<string, string>): Promise<Outcome<EncodedSheet>>;
  /** The text chunks of a PNG file. */
  readPngText(file: Blob): Promise<Outcome<Record<string, string>>>;
  /** Looks at a picture, encoded (such as `PreparedImage.bytes`) or not. */
  look(image: ArrayBuffer | Picture): Promise<Outcome<PictureLook>>;
}

/** GIF everywhere; videos where the browser's own encoder makes them. */
export const FILM_FORMATS = ['gif', 'webm', 'mp4'] as const;
export type FilmFormat = (typeof FILM_FORMATS)[number];

/** A GIF frame has 256 colours: its own ones, or those that all frames of the film share. */
export const GIF_PALETTES = ['frame', 'common'] as const;

/** How frames become a file. Palette and dithering are a GIF's; videos have no use for them. */
export const FilmEncoding = z.object({
  format: z.enum(FILM_FORMATS),
  palette: z.enum(GIF_PALETTES),
  /** Spreads what a palette lacks over neighbouring pixels (Floyd and Steinberg 1976). */
  dither: z.boolean(),
});
export type FilmEncoding = z.infer<typeof FilmEncoding>;

export interface FilmRequest {
  width: number;
  height: number;
  frames: number;
  /** Seconds. A GIF's delays are whole hundredths: each frame ends within half a hundredth of its due time. */
  duration: number;
  encoding: FilmEncoding;
}

/** `film.worker.ts`: frames into a GIF or a video. One film at a time. */
export interface FilmWorker {
  /** The formats that this browser can write for frames of this side. GIF always. */
  formats(side: number): Promise<Outcome<FilmFormat[]>>;
  begin(request: FilmRequest): Promise<Outcome<null>>;
  /** Takes the next frame; gives it back packed without loss, to be kept for `addPacked`. */
  add(picture: Picture): Promise<Outcome<ArrayBuffer>>;
  /** Takes a frame as `add` gave it back. */
  addPacked(frame: ArrayBuffer): Promise<Outcome<null>>;
  /** Encodes what was added. */
  finish(onProgress: (fraction: number) => void): Promise<Outcome<ArrayBuffer>>;
  discard(): void;
}

// ---------------------------------------------------------------------------------------------
// Scores
// ---------------------------------------------------------------------------------------------

/**
 * The models that judge pictures, as the browser keeps them: the cache, the files of nets in it, and bytes in all, 32 bits
 * for each of CLIP ViT-B/32's 151.3 and DINO ViT-S/16's 21.7 million parameters.
 */
export const SCORE_MODELS = { cache: 'weft-score-models', nets: 3, bytes: 4 * (151.3e6 + 21.7e6) } as const;

/** Mean cosines, −1 to 1, as the DreamBooth paper defines them (Ruiz et al., arXiv 2208.12242). */
export const Scores = z.object({
  /** Drawn pictures against photographs, each with each. */
  dino: z.number(),
  clipI: z.number(),
  /** Drawn pictures against their prompts. */
  clipT: z.number(),
  /** Photographs among themselves, none with itself: what the first two could reach. Null for fewer than two. */
  real: z.object({ dino: z.number(), clipI: z.number() }).nullable(),
});
export type Scores = z.infer<typeof Scores>;

export interface ScoreRequest {
  /** Square pictures, each with the text that it was drawn from, without the word of the subject. */
  drawn: { picture: Picture; text: string }[];
  /** Photographs, encoded squares as `PreparedImage.bytes`. */
  real: ArrayBuffer[];
  /** As in OpenRequest. */
  runtimeUrl: string;
}

/** How many of what is embedded are done. */
export interface ScoreProgress {
  done: number;
  total: number;
}

/** `scores.worker.ts`: judges pictures by CLIP and DINO, which it fetches from the hub. */
export interface ScoreWorker {
  /** Fetches the models that are not kept yet. */
  fetchModels(runtimeUrl: string, onProgress: (loadedBytes: number) => void): Promise<Outcome<null>>;
  score(request: ScoreRequest, onProgress: (progress: ScoreProgress) => void): Promise<Outcome<Scores>>;
}

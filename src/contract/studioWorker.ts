/** `studio.worker.ts`: holds the model, does one job at a time. */

import type { AdapterPlace, AdapterRef, Embedding, LoraAdapter, LoraModule, StoredLora } from './adapters.ts';
import type { DeviceChoice, DeviceInfo } from './device.ts';
import type { CreateSettings, MorphSettings, Picture } from './drawing.ts';
import type { ErrorInfo, Outcome } from './errors.ts';
import type { ExportedFile, ExportRequest, ImportRequest, ImportResult } from './files/adapterFiles.ts';
import type { MemoryRequest, PlannedMemory } from './memory.ts';
import type { ModelRef, Prediction } from './models.ts';
import type { DrawOver } from './pictures/drawOver.ts';
import type { RunNumbers, TakenNumbers } from './runs/runNumbers.ts';
import type { TrainSettings } from './training.ts';
import type { TrainEvent, TrainRequest, TrainResult } from './trainingJob.ts';

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
  /** What a person says that it predicts; left out where that is left to its files. */
  prediction?: Prediction | undefined;
  /** Why it can't be trained on this device; null where it can. */
  trainingError: Omit<ErrorInfo, 'code'> | null;
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

/** What a run with the open model is made of, beside its settings. */
export interface RunShape {
  /** Side of the pictures that it learns from, in pixels. */
  size: number;
  /** The layers that a LoRA learns in, in θ's order; null for textual inversion. */
  modules: LoraModule[] | null;
  /** What the model predicts, whoever says so. */
  predicts: Prediction;
}

/** What the text encoder will see of a prompt. */
export interface PromptCheck {
  /** Tokens used, start and end included. */
  tokens: number;
  maxTokens: number;
  /** The end of the prompt that does not fit and is ignored; empty if all fits. */
  cutText: string;
  /** Into how many chunks it goes where it is read with weights; null where it is read plainly. */
  chunks: number | null;
}

export interface DrawRequest {
  settings: CreateSettings;
  /** Any number; they act together. */
  adapters: AdapterRef[];
  /** Left out where it begins with noise alone. */
  over?: DrawOver;
}

export interface DrawProgress {
  step: number;
  /** Those that are taken: fewer than the settings' where a picture is drawn over. */
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
  adapters: AdapterRef[];
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

/**
 * `studio.worker.ts`: holds the model, does one job at a time. A job started while another runs
 * is refused with the code `busy`; the page queues jobs. Callbacks are Comlink proxies.
 */
export interface StudioWorker {
  /** Takes a device, loads the model, measures it. May be called again after a failure. */
  open(request: OpenRequest, onProgress: (progress: OpenProgress) => void): Promise<Outcome<ModelInfo>>;
  checkPrompt(prompt: string, syntax: CreateSettings['promptSyntax']): Promise<Outcome<PromptCheck>>;
  /** Tokens of the model's own vocabulary that a text is: one for a word that it knows. */
  countTokens(text: string): Promise<Outcome<number>>;
  /** What a piece of work would take of the GPU's memory; null where the processor computes. Refused while a job runs. */
  planMemory(request: MemoryRequest): Promise<Outcome<PlannedMemory | null>>;
  /** What a run with these settings would be made of with the model that is open; computes nothing. */
  shapeOfRun(settings: TrainSettings): Promise<Outcome<RunShape>>;
  /** Trains until done, stopped (result kept) or cancelled (nothing kept). */
  train(request: TrainRequest, onEvent: (event: TrainEvent) => void): Promise<Outcome<TrainResult>>;
  draw(request: DrawRequest, onProgress: (progress: DrawProgress) => void): Promise<Outcome<DrawResult>>;
  /** Draws frame after frame; each is handed over as it is done and awaited, so that the encoder sets the pace. */
  morph(request: MorphRequest, onFrame: (frame: MorphFrame) => Promise<void> | void): Promise<Outcome<MorphResult>>;
  /** Reads an adapter's files and stores its numbers; nothing in them is believed before it is checked. */
  importAdapter(request: ImportRequest): Promise<Outcome<ImportResult>>;
  exportAdapter(request: ExportRequest): Promise<Outcome<ExportedFile>>;
  /**
   * Makes learnt words known to every prompt, in place of those known before. For each: why it can't be used with the
   * model that is open, or null where it can.
   */
  setEmbeddings(embeddings: Embedding[]): Promise<Outcome<(string | null)[]>>;
  /** Makes several adapters with their weights into one that draws the same, stored under a new id. */
  mergeAdapters(parts: AdapterRef[], id: string): Promise<Outcome<StoredLora>>;
  /** Stores an adapter as it was after a step, or as it is, under a new id. */
  copyAdapter(place: AdapterPlace, id: string): Promise<Outcome<StoredLora>>;
  /** Takes the numbers of an adapter that storage has no room for: they are known by its id while the worker lives. */
  holdAdapter(id: string, adapter: LoraAdapter): Promise<Outcome<null>>;
  /** Stores what a run left that was trained elsewhere, as far as it is whole. Needs no model. */
  takeRunNumbers(numbers: RunNumbers): Promise<Outcome<TakenNumbers>>;
  /** For each adapter's layers: why they don't fit the model that is open, or null where they do. */
  checkAdapters(adapters: LoraModule[][]): Promise<Outcome<(string | null)[]>>;
  /** Ends the running training run after its current step and keeps what was learnt. */
  stop(): void;
  /** Ends the running training run after its current step; it hands over a checkpoint and resolves with the error `paused`. */
  pause(): void;
  /** Ends the running job; it resolves with the error `cancelled`. */
  cancel(): void;
}

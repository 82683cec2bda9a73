/** `models.worker.ts`: adding and keeping models. */
import type { Outcome } from './errors.ts';
import type { ModelFile, ModelOrigin, Prediction, StoredModel } from './models.ts';

/** As whom a hub is asked. */
export interface HubAccessRequest {
  /** An access token for what is not public; empty for none. Kept by nobody. */
  token: string;
  /** Origins of hubs beside Hugging Face that the person said may be asked, and hear the token where they are https. */
  confirmedHubs: readonly string[];
}

/** A repository of a model hub. */
export interface HubRequest extends HubAccessRequest {
  /** `owner/name`, with `@revision` where it is not the main one; or the repository's address on its hub. */
  repository: string;
}

/** A hub that was not asked, since nobody confirmed it yet. */
export interface UnknownHub {
  /** Its origin, such as `https://mirror.example`. */
  unknownHub: string;
}

/** A model of Stable Diffusion XL on a hub: the studio can't open it, and runs go on elsewhere with it. */
export interface XlModel {
  name: string;
  origin: ModelOrigin;
  /** Those that a run needs. */
  files: ModelFile[];
  /** Side of the pictures that it was trained on, in pixels. */
  nativeSize: number;
  predicts: Prediction;
}

/** What adding a model takes, before anything is written. */
export interface ModelOffer {
  model: StoredModel;
  /** Bytes that are there already, from an earlier try. */
  presentBytes: number;
  /** Bytes that the browser allows this page beside what it holds; null where it doesn't tell. */
  freeBytes: number | null;
}

export interface DownloadRequest extends HubAccessRequest {
  model: StoredModel;
}

/** A file of the person's own, and its path within the folder that was chosen. */
export interface LocalFile {
  path: string;
  file: File;
}

/** How far adding or checking a model has come. */
export interface TransferProgress {
  /**
   * `check`: what is there already is read again. `wait`: the connection broke, and is tried again by itself. `stall`: it
   * stands, and nothing comes; after a while it counts as broken.
   */
  phase: 'check' | 'transfer' | 'wait' | 'stall';
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
  /**
   * What a repository has for the studio; refuses what the engine can't draw with before anything is downloaded. Of a hub
   * that is neither Hugging Face nor confirmed it says so, and sends nothing there.
   */
  lookUp(request: HubRequest): Promise<Outcome<ModelOffer | UnknownHub>>;
  /** The same of a repository with Stable Diffusion XL, for a run that goes on elsewhere; all others are refused. */
  lookUpXl(request: HubRequest): Promise<Outcome<XlModel | UnknownHub>>;
  /** Downloads a model that was looked up, or goes on with it where an earlier download ended. */
  download(request: DownloadRequest, onProgress: (progress: TransferProgress) => void): Promise<Outcome<AddedModel>>;
  /** Copies a model from a folder in diffusers' layout, or from a single-file checkpoint. */
  importLocal(files: LocalFile[], onProgress: (progress: TransferProgress) => void): Promise<Outcome<AddedModel>>;
  /** Reads a stored model again and finds damaged files. A hub's are deleted, and the model is unfinished until they are back. */
  check(id: string, onProgress: (progress: TransferProgress) => void): Promise<Outcome<{ damaged: string[] }>>;
  /**
   * Says what a stored model predicts, in place of what its files say; null leaves it to them again. Refused where the
   * model's noise schedule has no place for it, and where the model is open in a tab (`busy`).
   */
  setPrediction(id: string, prediction: Prediction | null): Promise<Outcome<null>>;
  /** Removes a model, unfinished or not. One that is open in a tab is refused with the code `busy`. */
  remove(id: string): Promise<Outcome<null>>;
  /** Ends what is being added or checked; it resolves with the error `cancelled`, and what was downloaded stays. */
  cancel(): void;
}

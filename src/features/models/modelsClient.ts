/** The worker that brings models in, as the stores see it: promises of values, AbortSignals, StudioErrors. */
import * as Comlink from 'comlink';
import { msg } from '../../contract/message.ts';
import type { Prediction } from '../../contract/models.ts';
import type {
  AddedModel,
  DownloadRequest,
  HubRequest,
  KeptModels,
  LocalFile,
  ModelOffer,
  ModelsWorker,
  TransferProgress,
  UnknownHub,
  XlModel,
} from '../../contract/modelsWorker.ts';
import { WorkerLink } from '../../kit/worker/WorkerLink.ts';

const link = new WorkerLink<ModelsWorker>(
  msg('models’ worker'),
  () => new Worker(new URL('../../../workers/models.worker.ts', import.meta.url), { type: 'module' }),
);

type OnProgress = (progress: TransferProgress) => void;

const cancel = (remote: Comlink.Remote<ModelsWorker>) => remote.cancel();

/** What is stored of models, and the room that they take. */
export function keptModels(): Promise<KeptModels> {
  return link.call((remote) => remote.list());
}

/** What a repository has for the studio, or the hub that is to be confirmed first. @throws StudioError where that is nothing, or it can't be had */
export function lookUpModel(request: HubRequest, signal: AbortSignal): Promise<ModelOffer | UnknownHub> {
  return link.callUntil(signal, (remote) => remote.lookUp(request), cancel);
}

/** A model of Stable Diffusion XL in a repository, or the hub that is to be confirmed first. @throws StudioError where it has none, or it can't be had */
export function lookUpXlModel(request: HubRequest, signal: AbortSignal): Promise<XlModel | UnknownHub> {
  return link.callUntil(signal, (remote) => remote.lookUpXl(request), cancel);
}

/** Downloads a model or goes on with it; aborting the signal ends it, and what was downloaded stays. */
export function downloadModel(
  request: DownloadRequest,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<AddedModel> {
  return link.callUntil(signal, (remote) => remote.download(request, Comlink.proxy(onProgress)), cancel);
}

/** Copies a model from a folder in diffusers' layout, or from a single-file checkpoint. */
export function importModel(files: LocalFile[], onProgress: OnProgress, signal: AbortSignal): Promise<AddedModel> {
  return link.callUntil(signal, (remote) => remote.importLocal(files, Comlink.proxy(onProgress)), cancel);
}

/** Reads a stored model again; gives the paths of its damaged files. */
export async function checkModel(id: string, onProgress: OnProgress, signal: AbortSignal): Promise<string[]> {
  const { damaged } = await link.callUntil(signal, (remote) => remote.check(id, Comlink.proxy(onProgress)), cancel);
  return damaged;
}

/** Says what a stored model predicts; null leaves it to its files. @throws StudioError `busy` where it is open in a tab */
export async function setModelPrediction(id: string, prediction: Prediction | null): Promise<void> {
  await link.call((remote) => remote.setPrediction(id, prediction));
}

/** Removes a model, unfinished or not. @throws StudioError `busy` where it is open in a tab */
export async function removeModel(id: string): Promise<void> {
  await link.call((remote) => remote.remove(id));
}

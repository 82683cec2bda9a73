/** The model's worker as the stores see it: promises of values, AbortSignals, StudioErrors. */

import * as Comlink from 'comlink';
import type { AdapterPlace, AdapterRef, Embedding, LoraAdapter, LoraModule, StoredLora } from '../contract/adapters.ts';
import type { DeviceChoice } from '../contract/device.ts';
import type { CreateSettings } from '../contract/drawing.ts';
import type { ErrorCode, Outcome } from '../contract/errors.ts';
import { StudioError } from '../contract/errors.ts';
import type { ExportedFile, ExportRequest, ImportRequest, ImportResult } from '../contract/files/adapterFiles.ts';
import type { MemoryRequest, PlannedMemory } from '../contract/memory.ts';
import { msg } from '../contract/message.ts';
import type { ModelRef } from '../contract/models.ts';
import type { RunNumbers, TakenNumbers } from '../contract/runs/runNumbers.ts';
import type {
  DrawProgress,
  DrawRequest,
  DrawResult,
  ModelInfo,
  MorphFrame,
  MorphRequest,
  MorphResult,
  OpenProgress,
  PromptCheck,
  RunShape,
  StudioWorker,
} from '../contract/studioWorker.ts';
import type { TrainSettings } from '../contract/training.ts';
import type { TrainEvent, TrainRequest, TrainResult } from '../contract/trainingJob.ts';
import { cancelled } from '../kit/worker/outcome.ts';
import { WorkerLink } from '../kit/worker/WorkerLink.ts';

const link = new WorkerLink<StudioWorker>(
  msg('model’s worker'),
  () => new Worker(new URL('../../workers/studio.worker.ts', import.meta.url), { type: 'module' }),
);

/** Errors after which a device is of no more use. */
const ENDS_DEVICE: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['device-lost', 'out-of-memory']);

/** Calls a job of the worker; aborting the signal ends the job there. */
async function callJob<R>(
  signal: AbortSignal,
  use: (remote: Comlink.Remote<StudioWorker>) => PromiseLike<Outcome<R>>,
): Promise<R> {
  try {
    return await link.callUntil(signal, use, (remote) => remote.cancel());
  } catch (error) {
    // The worker's runtime hangs on the device for good, with all that it holds: the next job gets a new one.
    if (error instanceof StudioError && ENDS_DEVICE.has(error.info.code)) link.fail(error);
    throw error;
  }
}

/** Opens a model in place of the one that is open; the starter's files and the runtime's lie beside the page. */
export function openModel(
  device: DeviceChoice,
  model: ModelRef,
  onProgress: (progress: OpenProgress) => void,
): Promise<ModelInfo> {
  const request = {
    device,
    model,
    starterUrl: new URL('models/starter/', document.baseURI).href,
    runtimeUrl: new URL('ort/', document.baseURI).href,
  };
  return link.call((remote) => remote.open(request, Comlink.proxy(onProgress)));
}

/** Ends the worker with whatever it is opening or holds; the next call starts a new one. */
export function closeStudio(): void {
  link.close(new StudioError(cancelled()));
}

/** @param syntax how a drawing reads it; what is learnt from is always read plainly */
export function checkPrompt(prompt: string, syntax: CreateSettings['promptSyntax'] = 'plain'): Promise<PromptCheck> {
  return link.call((remote) => remote.checkPrompt(prompt, syntax));
}

/** Tokens of the model's own vocabulary that a text is: one for a word that it knows. */
export function countTokens(text: string): Promise<number> {
  return link.call((remote) => remote.countTokens(text));
}

/** What a piece of work would take of the GPU's memory; null where the processor computes. */
export function planMemory(request: MemoryRequest): Promise<PlannedMemory | null> {
  return link.call((remote) => remote.planMemory(request));
}

/** What a run with these settings would be made of. @throws StudioError where the model can't learn at its resolution */
export function shapeOfRun(settings: TrainSettings): Promise<RunShape> {
  return link.call((remote) => remote.shapeOfRun(settings));
}

export function train(
  request: TrainRequest,
  onEvent: (event: TrainEvent) => void,
  signal: AbortSignal,
): Promise<TrainResult> {
  return callJob(signal, (remote) => remote.train(request, Comlink.proxy(onEvent)));
}

/** Ends the running training and keeps what was learnt. */
export function stopTraining(): void {
  link.tell((remote) => remote.stop());
}

/** Ends the running training after a checkpoint from which it can be gone on with. */
export function pauseTraining(): void {
  link.tell((remote) => remote.pause());
}

export function draw(
  request: DrawRequest,
  onProgress: (progress: DrawProgress) => void,
  signal: AbortSignal,
): Promise<DrawResult> {
  return callJob(signal, (remote) => remote.draw(request, Comlink.proxy(onProgress)));
}

/** The worker waits for each frame's promise, so a slow receiver slows the drawing instead of piling up frames. */
export function morph(
  request: MorphRequest,
  onFrame: (frame: MorphFrame) => Promise<void>,
  signal: AbortSignal,
): Promise<MorphResult> {
  return callJob(signal, (remote) => remote.morph(request, Comlink.proxy(onFrame)));
}

/** Reads an adapter's files and stores its numbers. @throws StudioError on what is no adapter, or none for the model that is open */
export function importAdapter(request: ImportRequest): Promise<ImportResult> {
  return link.call((remote) => remote.importAdapter(request));
}

export function exportAdapter(request: ExportRequest): Promise<ExportedFile> {
  return link.call((remote) => remote.exportAdapter(request));
}

/**
 * Makes learnt words known to every prompt, in place of those known before. For each: why it can't be used with the model
 * that is open, or null where it can.
 */
export function setEmbeddings(embeddings: Embedding[]): Promise<(string | null)[]> {
  return link.call((remote) => remote.setEmbeddings(embeddings));
}

/**
 * Makes adapters with their weights into one that draws the same, stored under a new id.
 * @throws StudioError where one doesn't fit the model, or is gone
 */
export function mergeAdapters(parts: AdapterRef[], id: string): Promise<StoredLora> {
  return link.call((remote) => remote.mergeAdapters(parts, id));
}

/** Stores an adapter as it was after a step, or as it is, under a new id. @throws StudioError where it is gone */
export function copyAdapter(place: AdapterPlace, id: string): Promise<StoredLora> {
  return link.call((remote) => remote.copyAdapter(place, id));
}

/** Lends the worker the numbers of an adapter that storage has no room for. */
export async function holdAdapter(id: string, adapter: LoraAdapter): Promise<void> {
  await link.call((remote) => remote.holdAdapter(id, adapter));
}

/** Stores what a run left that was trained elsewhere, as far as it is whole. */
export function takeRunNumbers(numbers: RunNumbers): Promise<TakenNumbers> {
  return link.call((remote) => remote.takeRunNumbers(numbers));
}

/** For each adapter's layers: why they don't fit the model that is open, or null where they do. */
export function checkAdapters(adapters: LoraModule[][]): Promise<(string | null)[]> {
  return link.call((remote) => remote.checkAdapters(adapters));
}

/** Hears of a crash even where no call is waiting. The next call starts a new worker, without a model. */
export function onStudioCrash(listener: (error: StudioError) => void): void {
  link.onCrash(listener);
}

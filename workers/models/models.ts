/**
 * The worker's side of the contract: models found, brought in, checked and removed; one at a time. What looks into a new
 * model is loaded when one comes: every page lists models at its start.
 */

import { EngineError, type EngineErrorCode } from '@weft/engine';
import * as Comlink from 'comlink';
import type { ErrorInfo, Outcome } from '../../src/contract/errors.ts';
import { studioError } from '../../src/contract/errors.ts';
import { Prediction, StoredModel } from '../../src/contract/models.ts';
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
} from '../../src/contract/modelsWorker.ts';
import { outcomeOf } from '../../src/contract/outcome.ts';
import { storageRoom } from '../../src/files/storageRoom.ts';
import { letMessagesIn } from '../shared/messages.ts';
import { inProductWords } from '../shared/productWords.ts';
import { checkModel } from './checkModel.ts';
import { bytesThere, keptModels } from './keptModels.ts';
import { modelFolder, removeModelFolder } from './modelFolder.ts';
import { ownModel } from './modelInUse.ts';
import { explainFullDisk } from './requireRoom.ts';
import { storedAutoencoder } from './storedAutoencoder.ts';
import { copyFiles } from './transfer/copyFiles.ts';
import { downloadModel, type Transfer } from './transfer/downloadModel.ts';

/** What `models.worker.ts` exposes. */
export class Models implements ModelsWorker {
  private running: AbortController | null = null;

  list(): Promise<Outcome<KeptModels>> {
    return outcomeOf(keptModels, explain);
  }

  lookUp(request: HubRequest): Promise<Outcome<ModelOffer | UnknownHub>> {
    return this.run(null, async ({ signal }) => {
      const { lookUp } = await import('./hub/lookUp.ts');
      const model = await lookUp(request, signal);
      if ('unknownHub' in model) return model;
      const { freeBytes } = await storageRoom();
      return { model, freeBytes, presentBytes: await bytesThere(await modelFolder(model.id), model) };
    });
  }

  lookUpXl(request: HubRequest): Promise<Outcome<XlModel | UnknownHub>> {
    return this.run(null, async ({ signal }) => {
      const { lookUpXl } = await import('./hub/lookUpXl.ts');
      return lookUpXl(request, signal);
    });
  }

  download(
    { model, ...access }: DownloadRequest,
    onProgress: (p: TransferProgress) => void,
  ): Promise<Outcome<AddedModel>> {
    return this.run(onProgress, async (transfer) => {
      const { origin, ...rest } = StoredModel.parse(model);
      if (origin.kind !== 'hub') {
        throw studioError('model-unavailable', 'This model came from a folder or file.', 'Add it from there again.');
      }
      return ownModel(model.id, () => downloadModel({ ...rest, origin }, access, transfer));
    });
  }

  importLocal(files: LocalFile[], onProgress: (p: TransferProgress) => void): Promise<Outcome<AddedModel>> {
    return this.run(onProgress, async (transfer) => {
      const { openCheckpointFile, openFolder } = await import('./openLocal.ts');
      const { model, contents, notes } =
        (await openCheckpointFile(files, storedAutoencoder)) ?? (await openFolder(files));
      const added = await ownModel(model.id, () => copyFiles(model, contents, transfer));
      return { ...added, notes: [...notes, ...added.notes] };
    });
  }

  check(id: string, onProgress: (p: TransferProgress) => void): Promise<Outcome<{ damaged: string[] }>> {
    return this.run(onProgress, async (transfer) => ({ damaged: await checkModel(id, transfer) }));
  }

  setPrediction(id: string, prediction: Prediction | null): Promise<Outcome<null>> {
    return outcomeOf(async () => {
      const { setPrediction } = await import('./setPrediction.ts');
      await ownModel(id, () => setPrediction(id, Prediction.nullable().parse(prediction)));
      return null;
    }, explain);
  }

  remove(id: string): Promise<Outcome<null>> {
    return outcomeOf(async () => {
      await ownModel(id, () => removeModelFolder(id));
      return null;
    }, explain);
  }

  cancel(): void {
    this.running?.abort();
  }

  /** Does one thing; a second one is refused while it lasts. The page's callback is released when it ends. */
  private run<T>(
    onProgress: ((progress: TransferProgress) => void) | null,
    work: (transfer: Transfer) => Promise<T>,
  ): Promise<Outcome<T>> {
    return outcomeOf(async () => {
      if (this.running)
        throw studioError('busy', 'Another model is being added.', 'Wait until it is there, or pause it.');
      const running = new AbortController();
      const { signal } = running;
      const yieldNow = async () => {
        await letMessagesIn();
        signal.throwIfAborted();
      };
      this.running = running;
      // A report that was put off may come when all is over and nobody hears it any more.
      const report = (progress: TransferProgress) => {
        if (this.running === running) onProgress?.(progress);
      };
      try {
        return await work({ onProgress: report, signal, yieldNow });
      } catch (error) {
        if (signal.aborted) throw studioError('cancelled', 'Cancelled.', 'Start again when you like.');
        throw error;
      } finally {
        this.running = null;
        (onProgress as Partial<Comlink.ProxyMethods> | null)?.[Comlink.releaseProxy]?.();
      }
    }, explain);
  }
}

/** Errors of the engine that say nothing of the model. */
const NOT_THE_MODELS: ReadonlySet<EngineErrorCode> = new Set(['cancelled', 'paused', 'out-of-memory']);

/** Errors that the engine throws at a model it can't use, and a full disk. */
function explain(error: unknown): ErrorInfo | null {
  if (error instanceof EngineError && !NOT_THE_MODELS.has(error.code)) {
    const { message, advice } = error;
    return { code: 'model-unsupported', message: inProductWords(message), advice: inProductWords(advice) };
  }
  return explainFullDisk(error)?.info ?? null;
}

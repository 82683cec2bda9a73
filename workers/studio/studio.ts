/** The worker's side of the contract: one model, one job at a time. */
import { explainFitError, mergeLoras, placeholderOf } from '@weft/engine';
import * as Comlink from 'comlink';
import {
  AdapterPlace,
  type AdapterRef,
  type Embedding,
  Embedding as EmbeddingSchema,
  LoraAdapter,
  type LoraModule,
  type StoredLora,
} from '../../src/contract/adapters.ts';
import type { CreateSettings } from '../../src/contract/drawing.ts';
import type { Outcome } from '../../src/contract/errors.ts';
import { StudioError, studioError } from '../../src/contract/errors.ts';
import type {
  ExportedFile,
  ExportRequest,
  ImportRequest,
  ImportResult,
} from '../../src/contract/files/adapterFiles.ts';
import type { MemoryRequest, PlannedMemory } from '../../src/contract/memory.ts';
import { outcomeOf } from '../../src/contract/outcome.ts';
import type { RunNumbers, TakenNumbers } from '../../src/contract/runs/runNumbers.ts';
import type {
  DrawProgress,
  DrawRequest,
  DrawResult,
  ModelInfo,
  MorphFrame,
  MorphRequest,
  MorphResult,
  OpenProgress,
  OpenRequest,
  PromptCheck,
  RunShape,
  StudioWorker,
} from '../../src/contract/studioWorker.ts';
import { LoraSettings, TrainSettings } from '../../src/contract/training.ts';
import type { TrainEvent, TrainRequest, TrainResult } from '../../src/contract/trainingJob.ts';
import { storedFiles } from '../../src/files/storedFiles.ts';
import { AdapterStore } from './adapters/AdapterStore.ts';
import { drawFilm, drawPicture, parseRefs } from './drawJobs.ts';
import { explainEngineError, parseSettings } from './explainErrors.ts';
import { OneJob } from './oneJob.ts';
import { OpenModel } from './openModel.ts';
import { promptAsRead, syntaxOf } from './promptReading.ts';
import type { RunningJob } from './runningJob.ts';
import { shapeOfRun } from './shapeOfRun.ts';
import { trainingError } from './trainingError.ts';
import { trainRun } from './trainRun.ts';

/** Of what a run took when memory ran out, what may be proposed. */
const LESS_MEMORY = 0.8;

/** What `studio.worker.ts` exposes. */
export class Studio implements StudioWorker {
  private readonly opened = new OpenModel();
  private readonly jobs = new OneJob();
  /** Where the library's adapters lie. */
  private readonly adapters = new AdapterStore(storedFiles);

  open(request: OpenRequest, onProgress: (progress: OpenProgress) => void): Promise<Outcome<ModelInfo>> {
    return this.run(onProgress, (job) => {
      this.adapters.forgetMix();
      return this.opened.open(request, job, onProgress);
    });
  }

  checkPrompt(prompt: string, syntax: CreateSettings['promptSyntax']): Promise<Outcome<PromptCheck>> {
    return outcomeOf(() => {
      const { model, words } = this.opened;
      const { tokenizer } = model.checkpoint;
      const { maxTokens } = tokenizer;
      const read = promptAsRead(prompt, syntax, 0);
      const { tokens, cutText } = tokenizer.encode(read, words.map(placeholderOf));
      if (syntaxOf(model, words, syntax, [read]) === 'plain') return { tokens, cutText, maxTokens, chunks: null };
      const chunks = model.countChunks(read, words);
      return { tokens: chunks * maxTokens, cutText: '', maxTokens, chunks };
    }, explainEngineError);
  }

  countTokens(text: string): Promise<Outcome<number>> {
    return outcomeOf(() => this.opened.model.checkpoint.tokenizer.idsOf(text).length, explainEngineError);
  }

  planMemory(request: MemoryRequest): Promise<Outcome<PlannedMemory | null>> {
    return outcomeOf(() => {
      if (this.jobs.running) throw studioError('busy', 'A job is running.', 'Ask again when it is done.');
      const asked =
        request.work === 'training' ? { ...request, settings: parseSettings(LoraSettings, request.settings) } : request;
      return this.opened.memory?.plan(asked) ?? null;
    }, explainEngineError);
  }

  shapeOfRun(asked: TrainSettings): Promise<Outcome<RunShape>> {
    return outcomeOf(() => shapeOfRun(parseSettings(TrainSettings, asked), this.opened.model), explainEngineError);
  }

  train(request: TrainRequest, onEvent: (event: TrainEvent) => void): Promise<Outcome<TrainResult>> {
    const work = async (job: RunningJob) => {
      const settings = parseSettings(TrainSettings, request.settings);
      const { model } = this.opened;
      const error = trainingError(model);
      if (error) throw studioError('device-unavailable', error.message, error.advice);
      return trainRun(model, { adapters: this.adapters, files: storedFiles }, { ...request, settings }, job, onEvent);
    };
    return this.run(onEvent, work, (error) => this.withProposal(error, request.settings));
  }

  draw(request: DrawRequest, onProgress: (progress: DrawProgress) => void): Promise<Outcome<DrawResult>> {
    return this.run(onProgress, (job) => drawPicture(this.opened, this.adapters, request, job, onProgress));
  }

  morph(request: MorphRequest, onFrame: (frame: MorphFrame) => Promise<void> | void): Promise<Outcome<MorphResult>> {
    return this.run(onFrame, (job) => drawFilm(this.opened, this.adapters, request, job, onFrame));
  }

  importAdapter(request: ImportRequest): Promise<Outcome<ImportResult>> {
    return outcomeOf(async () => {
      // What reads other programs' files is loaded when one comes.
      const { importAdapter, importTargetOf } = await import('./adapterFiles/importAdapter.ts');
      const read = await importAdapter(request, importTargetOf(this.opened.model));
      if (!read.whole) return read;
      const { item, ...about } = read.imported;
      const kept =
        item.method === 'lora' ? { ...item, ...(await this.adapters.store(request.id, item.adapter)) } : item;
      return { whole: true, imported: { ...about, item: kept } };
    }, explainEngineError);
  }

  exportAdapter(request: ExportRequest): Promise<Outcome<ExportedFile>> {
    return outcomeOf(async () => {
      const { item } = request;
      const whole =
        item.method === 'lora'
          ? { ...item, adapter: await this.adapters.read(parseSettings(AdapterPlace, item.adapter)) }
          : item;
      const { exportAdapter } = await import('./adapterFiles/exportAdapter.ts');
      const file = await exportAdapter({ ...request, item: whole });
      return Comlink.transfer(file, [file.bytes]);
    }, explainEngineError);
  }

  setEmbeddings(embeddings: Embedding[]): Promise<Outcome<(string | null)[]>> {
    return outcomeOf(
      () => this.opened.learn(embeddings.map((embedding) => parseSettings(EmbeddingSchema, embedding))),
      explainEngineError,
    );
  }

  mergeAdapters(parts: AdapterRef[], id: string): Promise<Outcome<StoredLora>> {
    return outcomeOf(async () => {
      const { model } = this.opened;
      const read = await this.adapters.readAll(parseRefs(parts));
      return this.adapters.store(id, mergeLoras(read, model.adaptableModules, model.checkpoint.name));
    }, explainEngineError);
  }

  copyAdapter(place: AdapterPlace, id: string): Promise<Outcome<StoredLora>> {
    return outcomeOf(
      async () => this.adapters.store(id, await this.adapters.read(parseSettings(AdapterPlace, place))),
      explainEngineError,
    );
  }

  holdAdapter(id: string, adapter: LoraAdapter): Promise<Outcome<null>> {
    return outcomeOf(() => {
      this.adapters.hold(id, parseSettings(LoraAdapter, adapter));
      return null;
    }, explainEngineError);
  }

  takeRunNumbers(numbers: RunNumbers): Promise<Outcome<TakenNumbers>> {
    return outcomeOf(async () => {
      const { takeRunNumbers } = await import('./takeRunNumbers.ts');
      return takeRunNumbers({ adapters: this.adapters, files: storedFiles }, numbers);
    }, explainEngineError);
  }

  checkAdapters(adapters: LoraModule[][]): Promise<Outcome<(string | null)[]>> {
    return outcomeOf(() => {
      const { adaptableModules } = this.opened.model;
      return adapters.map((modules) => explainFitError(modules, adaptableModules));
    }, explainEngineError);
  }

  stop(): void {
    this.jobs.running?.stop();
  }

  pause(): void {
    this.jobs.running?.pause();
  }

  cancel(): void {
    this.jobs.running?.cancel();
  }

  /** Runs one job on the device that is open when it begins. @param refine what its errors are told as */
  private run<T>(
    callback: object,
    work: (job: RunningJob) => Promise<T>,
    refine?: (error: unknown) => unknown,
  ): Promise<Outcome<T>> {
    const { device } = this.opened;
    return this.jobs.run(callback, work, (working) => device.guard(working), refine);
  }

  /** Where memory ran out in a run: the same error, with what would take less. */
  private withProposal(error: unknown, settings: TrainSettings): unknown {
    const info = error instanceof StudioError ? error.info : explainEngineError(error);
    const { memory } = this.opened;
    if (info?.code !== 'out-of-memory' || settings.method !== 'lora' || !memory) return error;
    const work = { work: 'training', settings } as const;
    const proposal = memory.nearest(work, LESS_MEMORY * memory.bytesOf(work));
    return new StudioError({ ...info, proposal });
  }
}

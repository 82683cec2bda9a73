/** The worker's side of the contract: one model, one job at a time. */

import {
  drawMorph,
  explainFitError,
  fewStepKind,
  loadCheckpoint,
  Model,
  measureTimings,
  mergeLoras,
  openBrowserRuntime,
  Pace,
  placeholderOf,
  preparePipeline,
  type Subject,
  seededNoise,
} from '@weft/engine';
import * as Comlink from 'comlink';
import type { ExportedFile, ExportRequest, ImportRequest, ImportResult } from '../../src/contract/adapterFiles.ts';
import {
  AdapterPlace,
  AdapterRef,
  type Embedding,
  Embedding as EmbeddingSchema,
  LoraAdapter,
  type LoraModule,
  type StoredLora,
} from '../../src/contract/adapters.ts';
import { CreateSettings, MorphSettings } from '../../src/contract/drawing.ts';
import type { Outcome } from '../../src/contract/errors.ts';
import { StudioError, studioError } from '../../src/contract/errors.ts';
import type { MemoryRequest, PlannedMemory } from '../../src/contract/memory.ts';
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
  StudioWorker,
} from '../../src/contract/studioWorker.ts';
import { LoraSettings, TrainSettings } from '../../src/contract/training.ts';
import type { TrainEvent, TrainRequest, TrainResult } from '../../src/contract/trainingJob.ts';
import { storedFiles } from '../../src/files/storedFiles.ts';
import { outcomeOf } from '../shared/outcome.ts';
import { exportAdapter } from './adapterFiles/exportAdapter.ts';
import { importAdapter, importTargetOf } from './adapterFiles/importAdapter.ts';
import { AdapterStore, type WeightedAdapter } from './adapters/AdapterStore.ts';
import { clipMerges } from './clip/clipMerges.ts';
import { DeviceWatch } from './deviceLoss.ts';
import { describeNotes } from './deviceNotes.ts';
import { explainEngineError, parseSettings } from './explainErrors.ts';
import { knownEmbeddings } from './knownEmbeddings.ts';
import { MemoryProposals } from './memoryProposal.ts';
import { type HeldSource, holdSource } from './modelSource.ts';
import { RunningJob } from './runningJob.ts';
import { trainingError } from './trainingError.ts';
import { trainRun } from './trainRun.ts';

/** Shares of the phases in the time that opening takes, as cumulative fractions. */
const OPENING = { device: 0.05, download: 0.75 };

/** Of what a run took when memory ran out, what may be proposed. */
const LESS_MEMORY = 0.8;

/** What `studio.worker.ts` exposes. */
export class Studio implements StudioWorker {
  private model: Model | null = null;
  /** Where the open model's files lie. */
  private held: HeldSource | null = null;
  private device = new DeviceWatch(null);
  private job: RunningJob | null = null;
  private memory: MemoryProposals | null = null;
  /** Learnt words that prompts may use. */
  private words: readonly Embedding[] = [];
  /** Where the library's adapters lie. */
  private readonly adapters = new AdapterStore(storedFiles);

  open(request: OpenRequest, onProgress: (progress: OpenProgress) => void): Promise<Outcome<ModelInfo>> {
    return this.run(onProgress, async (job) => {
      await this.model?.release();
      this.held?.release();
      this.words = [];
      this.adapters.forgetMix();
      this.model = null;
      this.memory = null;
      this.held = null;
      this.device = new DeviceWatch(null);
      onProgress({ phase: 'device', fraction: 0, loadedBytes: 0, totalBytes: 0 });
      const { runtime, notes, ...device } = await openBrowserRuntime({ ...request, choice: request.device });
      this.device = new DeviceWatch(runtime.gpu);

      let bytes = { loadedBytes: 0, totalBytes: 0 };
      this.held = await holdSource(request);
      const onBytes = (loadedBytes: number, totalBytes: number) => {
        bytes = { loadedBytes, totalBytes };
        const share = totalBytes === 0 ? 0 : Math.min(1, loadedBytes / totalBytes);
        onProgress({
          phase: 'download',
          fraction: OPENING.device + share * (OPENING.download - OPENING.device),
          ...bytes,
        });
      };
      const checkpoint = await loadCheckpoint(this.held.source, onBytes, clipMerges);
      const preparing = (share: number) =>
        onProgress({ phase: 'prepare', fraction: OPENING.download + share * (1 - OPENING.download), ...bytes });
      preparing(0);
      const model = new Model(runtime, checkpoint);
      const timings = await measureTimings(model, job, preparing);
      this.model = model;
      this.memory = new MemoryProposals(model);
      preparing(1);
      return {
        ref: request.model,
        name: checkpoint.name,
        fingerprint: model.fingerprint,
        device: {
          kind: runtime.kind === 'webgpu' ? 'webgpu' : 'wasm',
          precision: runtime.precision,
          note: describeNotes(notes),
          ...device,
        },
        nativeSize: model.nativeSize,
        vaeScaleFactor: model.pixelsPerLatent,
        maxTokens: checkpoint.tokenizer.maxTokens,
        parameters: model.parameters,
        fewSteps: fewStepKind(checkpoint.name, checkpoint.schedule.config),
        trainingError: trainingError(model),
        timings,
      };
    });
  }

  checkPrompt(prompt: string): Promise<Outcome<PromptCheck>> {
    return outcomeOf(() => {
      const { tokenizer } = this.openModel().checkpoint;
      const { tokens, cutText } = tokenizer.encode(prompt, this.words.map(placeholderOf));
      return { tokens, cutText, maxTokens: tokenizer.maxTokens };
    }, explainEngineError);
  }

  countTokens(text: string): Promise<Outcome<number>> {
    return outcomeOf(() => this.openModel().checkpoint.tokenizer.idsOf(text).length, explainEngineError);
  }

  planMemory(request: MemoryRequest): Promise<Outcome<PlannedMemory | null>> {
    return outcomeOf(() => {
      if (this.job) throw studioError('busy', 'A job is running.', 'Ask again when it is done.');
      const asked =
        request.work === 'training' ? { ...request, settings: parseSettings(LoraSettings, request.settings) } : request;
      return this.memory?.plan(asked) ?? null;
    }, explainEngineError);
  }

  train(request: TrainRequest, onEvent: (event: TrainEvent) => void): Promise<Outcome<TrainResult>> {
    const work = async (job: RunningJob) => {
      const settings = parseSettings(TrainSettings, request.settings);
      const model = this.openModel();
      const error = trainingError(model);
      if (error) throw studioError('device-unavailable', error.message, error.advice);
      return trainRun(model, { adapters: this.adapters, files: storedFiles }, { ...request, settings }, job, onEvent);
    };
    return this.run(onEvent, work, (error) => this.withProposal(error, request.settings));
  }

  draw(request: DrawRequest, onProgress: (progress: DrawProgress) => void): Promise<Outcome<DrawResult>> {
    return this.run(onProgress, async (job) => {
      const started = performance.now();
      const settings = parseSettings(CreateSettings, request.settings);
      const model = this.openModel();
      const mix = await this.adapters.mix(parseRefs(request.adapters), model.adaptableModules);
      const pipeline = await preparePipeline(model, { ...this.subjectOf(settings, []), mix });
      const steps = settings.samplingSteps;
      const pace = new Pace(steps);
      const noise = seededNoise(settings.seed, pipeline.latentCount);
      const picture = await pipeline.generate(noise, job, (step) =>
        onProgress({ step, steps, secondsLeft: pace.secondsLeft(step) }),
      );
      const seconds = (performance.now() - started) / 1000;
      return Comlink.transfer({ picture, seconds }, [picture.rgba.buffer]);
    });
  }

  morph(request: MorphRequest, onFrame: (frame: MorphFrame) => Promise<void> | void): Promise<Outcome<MorphResult>> {
    return this.run(onFrame, async (job) => {
      const started = performance.now();
      const settings = parseSettings(MorphSettings, request.settings);
      const frames = Math.round(settings.duration * settings.framesPerSecond);
      const subject = this.subjectOf(settings, await this.adapters.readAll(parseRefs(request.adapters)));
      const { keyframes } = settings;
      const firstFrame = Math.max(0, Math.trunc(request.firstFrame));
      const pace = new Pace(frames);
      await drawMorph(this.openModel(), { subject, keyframes, frames, firstFrame }, job, async (picture, index) => {
        const frame = { index, frames, secondsLeft: pace.secondsLeft(index + 1), picture };
        await onFrame(Comlink.transfer(frame, [picture.rgba.buffer]));
      });
      return { frames, seconds: (performance.now() - started) / 1000 };
    });
  }

  importAdapter(request: ImportRequest): Promise<Outcome<ImportResult>> {
    return outcomeOf(async () => {
      const read = await importAdapter(request, importTargetOf(this.openModel()));
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
      const file = exportAdapter({ ...request, item: whole });
      return Comlink.transfer(file, [file.bytes]);
    }, explainEngineError);
  }

  setEmbeddings(embeddings: Embedding[]): Promise<Outcome<(string | null)[]>> {
    return outcomeOf(() => {
      const checked = embeddings.map((embedding) => parseSettings(EmbeddingSchema, embedding));
      const { known, errors } = knownEmbeddings(checked, this.openModel().checkpoint);
      this.words = known;
      return errors;
    }, explainEngineError);
  }

  mergeAdapters(parts: AdapterRef[], id: string): Promise<Outcome<StoredLora>> {
    return outcomeOf(async () => {
      const model = this.openModel();
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

  checkAdapters(adapters: LoraModule[][]): Promise<Outcome<(string | null)[]>> {
    return outcomeOf(() => {
      const { adaptableModules } = this.openModel();
      return adapters.map((modules) => explainFitError(modules, adaptableModules));
    }, explainEngineError);
  }

  stop(): void {
    this.job?.stop();
  }

  pause(): void {
    this.job?.pause();
  }

  cancel(): void {
    this.job?.cancel();
  }

  /**
   * Runs one job; a second one is refused while it lasts. The page's callback is let go when it ends.
   * @param refine what its errors are told as
   */
  private run<T>(
    callback: object,
    work: (job: RunningJob) => Promise<T>,
    refine: (error: unknown) => unknown = (error) => error,
  ): Promise<Outcome<T>> {
    return outcomeOf(async () => {
      if (this.job) throw studioError('busy', 'Another job is running.', 'Wait until it is done, or cancel it.');
      const job = new RunningJob();
      this.job = job;
      try {
        return await this.device.guard(work(job));
      } catch (error) {
        throw refine(error);
      } finally {
        this.job = null;
        (callback as Partial<Comlink.ProxyMethods>)[Comlink.releaseProxy]?.();
      }
    }, explainEngineError);
  }

  /** Where memory ran out in a run: the same error, with what would take less. */
  private withProposal(error: unknown, settings: TrainSettings): unknown {
    const info = error instanceof StudioError ? error.info : explainEngineError(error);
    if (info?.code !== 'out-of-memory' || settings.method !== 'lora' || !this.memory) return error;
    const work = { work: 'training', settings } as const;
    const proposal = this.memory.nearest(work, LESS_MEMORY * this.memory.bytesOf(work));
    return new StudioError({ ...info, proposal });
  }

  private openModel(): Model {
    if (!this.model)
      throw studioError('model-unavailable', 'The model is not loaded yet.', 'Wait until it is, or load it again.');
    return this.model;
  }

  private subjectOf(settings: CreateSettings, adapters: readonly WeightedAdapter[]): Subject {
    const model = this.openModel();
    if (settings.size % model.sizeStep !== 0) {
      throw studioError(
        'bad-setting',
        `The size must be a multiple of ${model.sizeStep} pixels.`,
        'Choose another size.',
      );
    }
    return {
      ...settings,
      adapters,
      embeddings: this.words,
    };
  }
}

const parseRefs = (refs: readonly AdapterRef[]) => refs.map((ref) => parseSettings(AdapterRef, ref));

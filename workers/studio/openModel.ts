/** The model that is open, with its device, its files, the words that its prompts may use, and what of memory is known. */
import { fewStepKind, loadCheckpoint, Model, measureTimings, openBrowserRuntime } from '@weft/engine';
import type { Embedding } from '../../src/contract/adapters.ts';
import { studioError } from '../../src/contract/errors.ts';
import type { ModelInfo, OpenProgress, OpenRequest } from '../../src/contract/studioWorker.ts';
import { clipMerges } from './clip/clipMerges.ts';
import { DeviceWatch } from './deviceLoss.ts';
import { describeNotes } from './deviceNotes.ts';
import { knownEmbeddings } from './knownEmbeddings.ts';
import { MemoryProposals } from './memoryProposal.ts';
import { type HeldSource, holdSource } from './modelSource.ts';
import type { RunningJob } from './runningJob.ts';
import { trainingError } from './trainingError.ts';

/** Shares of the phases in the time that opening takes, as cumulative fractions. */
const OPENING = { device: 0.05, download: 0.75 };

export class OpenModel {
  #model: Model | null = null;
  /** Where the open model's files lie. */
  #held: HeldSource | null = null;
  #device = new DeviceWatch(null);
  #memory: MemoryProposals | null = null;
  #words: readonly Embedding[] = [];

  /** @throws StudioError while there is none */
  get model(): Model {
    if (!this.#model)
      throw studioError('model-unavailable', 'The model is not loaded yet.', 'Wait until it is, or load it again.');
    return this.#model;
  }

  get device(): DeviceWatch {
    return this.#device;
  }

  /** Null while no model is open. */
  get memory(): MemoryProposals | null {
    return this.#memory;
  }

  /** Learnt words that prompts may use. */
  get words(): readonly Embedding[] {
    return this.#words;
  }

  /** Makes words known in place of those before; gives for each why it can't be used, or null. */
  learn(words: readonly Embedding[]): (string | null)[] {
    const { known, errors } = knownEmbeddings(words, this.model.checkpoint);
    this.#words = known;
    return errors;
  }

  /** Opens a model in place of the one that is open, which goes first: two would not fit. */
  async open(request: OpenRequest, job: RunningJob, onProgress: (progress: OpenProgress) => void): Promise<ModelInfo> {
    await this.#close();
    onProgress({ phase: 'device', fraction: 0, loadedBytes: 0, totalBytes: 0 });
    const { runtime, notes, ...device } = await openBrowserRuntime({ ...request, choice: request.device });
    this.#device = new DeviceWatch(runtime.gpu);

    let bytes = { loadedBytes: 0, totalBytes: 0 };
    // Known before the files are read: where that fails, they are released by the next opening.
    this.#held = await holdSource(request);
    const onBytes = (loadedBytes: number, totalBytes: number) => {
      bytes = { loadedBytes, totalBytes };
      const share = totalBytes === 0 ? 0 : Math.min(1, loadedBytes / totalBytes);
      onProgress({
        phase: 'download',
        fraction: OPENING.device + share * (OPENING.download - OPENING.device),
        ...bytes,
      });
    };
    const checkpoint = await loadCheckpoint(this.#held.source, onBytes, clipMerges);
    const preparing = (share: number) =>
      onProgress({ phase: 'prepare', fraction: OPENING.download + share * (1 - OPENING.download), ...bytes });
    preparing(0);
    const model = new Model(runtime, checkpoint);
    const timings = await measureTimings(model, job, preparing);
    this.#model = model;
    this.#memory = new MemoryProposals(model);
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
      prediction: this.#held.source.prediction,
      trainingError: trainingError(model),
      timings,
    };
  }

  async #close(): Promise<void> {
    await this.#model?.release();
    this.#held?.release();
    this.#words = [];
    this.#model = null;
    this.#memory = null;
    this.#held = null;
    this.#device = new DeviceWatch(null);
  }
}

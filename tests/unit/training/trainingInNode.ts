/** The training flow without a page: a worker that plays a script, storage and library in memory, and the real reducer. */
import type { ErrorCode } from '../../../src/contract/errors.ts';
import { StudioError } from '../../../src/contract/errors.ts';
import type { LossPoint, RunIdentity, TrainState } from '../../../src/contract/runs/runs.ts';
import type { ModelInfo } from '../../../src/contract/studioWorker.ts';
import type { LoraSettings, TrainSettings } from '../../../src/contract/training.ts';
import type { CheckpointEvent, TrainEvent, TrainRequest, TrainResult } from '../../../src/contract/trainingJob.ts';
import { classDrawing } from '../../../src/features/drawing/settings/samplingPresets.ts';
import type { LibraryRecord } from '../../../src/features/library/records/libraryFields.ts';
import type { CheckpointRecord, RunRecord, SampleRecord } from '../../../src/features/library/records/runRecords.ts';
import { LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { samplesUpTo } from '../../../src/features/training/run/earlierSession.ts';
import type { RunStorage } from '../../../src/features/training/run/runRecorder.ts';
import { type TrainingParts, trainingFlow } from '../../../src/features/training/run/trainingFlow.ts';
import { trainingReducer } from '../../../src/features/training/run/trainingReducer.ts';
import { NO_TRAINING, type TrainingRun, type TrainingState } from '../../../src/features/training/run/trainingState.ts';
import { cancelled as cancelledError } from '../../../src/kit/worker/outcome.ts';
import { JobQueue } from '../../../src/session/JobQueue.ts';
import { rest } from '../fakeTimers.ts';

export const model: ModelInfo = {
  ref: { kind: 'starter' },
  name: 'weft-starter',
  fingerprint: 'a-b-c',
  device: { kind: 'wasm', threads: 2, adapter: '', software: false, precision: 'float32', note: '' },
  nativeSize: 128,
  vaeScaleFactor: 8,
  maxTokens: 32,
  parameters: 1,
  fewSteps: null,
  trainingError: null,
  timings: { guidedStepSeconds: 0.1, decodeSeconds: 0.5 },
};

export const settings: LoraSettings = { ...LORA_DEFAULTS, steps: 4, classImages: 2, keepCheckpoints: true };
export const identity: RunIdentity = { model: 'a-b-c', images: ['one'], captions: [''] };
export const picture = { width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
export const image = { bytes: new Blob(['a picture']), caption: 'a cloth' };

export const loss = (step: number): LossPoint => ({ step, instance: 1 / step, prior: null });

/** A run's state after a step. */
export function stateAt(step: number): TrainState {
  const random = { words: new Uint32Array(4), position: 0, cachedNormal: null };
  return { trainer: { step, vectors: { theta: Float32Array.of(step) } }, random };
}

export const stepTaken = (step: number): TrainEvent => ({
  phase: 'train',
  done: step,
  total: 4,
  secondsLeft: 4 - step,
  losses: [loss(step)],
  secondsPerStep: 1,
  skippedSteps: 0,
  learningRate: 1e-3,
});

export const checkpointAt = (step: number): CheckpointEvent => ({
  phase: 'checkpoint',
  step,
  secondsAgo: 0,
  unkept: null,
});

/** What was learnt by a step is in storage. */
export const keptAt = (step: number): TrainEvent => ({ phase: 'kept', step, error: null });

export function resultOf(stepsDone: number, change: Partial<TrainResult> = {}): TrainResult {
  const modules = [{ name: 'to_q', inFeatures: 1, outFeatures: 1 }];
  const adapter = { baseModel: 'weft-starter', rank: 1, loraAlpha: 1, modules, bytes: 8 };
  const item = { method: 'lora', adapter, fewSteps: false, unkept: null } as const;
  const whole = { item, stepsDone, stepsTaken: stepsDone, stopped: false, seconds: 10, trainingSeconds: 8 };
  return { ...whole, ...change };
}

export function errorOf(code: ErrorCode): StudioError {
  return new StudioError({ code, message: `It ended as ${code}.`, advice: 'Try again.' });
}

/** Storage in memory. It notes what is done in which order, and refuses to write while it is told to. */
export function storageInMemory() {
  const runs = new Map<string, RunRecord>();
  const checkpoints = new Map<string, CheckpointRecord>();
  const samples = new Map<string, SampleRecord>();
  const drawn: number[] = [];
  const kept: number[] = [];
  const states: number[] = [];
  const offers = new Map<string, { record: RunRecord; step: number; unwritten: CheckpointRecord | null }>();
  const log: string[] = [];
  const told: unknown[] = [];
  const memory = { runs, checkpoints, samples, drawn, kept, states, offers, log, told, refuses: null as Error | null };
  const write = async (what: string, put: () => void) => {
    await Promise.resolve();
    if (memory.refuses) throw memory.refuses;
    log.push(what);
    put();
  };
  const storage: RunStorage = {
    writeRun: (record) => write(record.paused ? 'run, paused' : 'run', () => runs.set(record.id, record)),
    writeCheckpoint: (record) => write(`checkpoint ${record.step}`, () => checkpoints.set(record.id, record)),
    removeEarlierStates: async (_run, step) => void states.push(step),
    writeSample: (record) => write(`sample ${record.step}`, () => samples.set(record.id, record)),
    keepClassImage: (_set, index) => write(`class image ${index}`, () => drawn.push(index)),
    keepLearnt: (_run, step) => write(`learnt ${step}`, () => kept.push(step)),
    offerRun: async (record, unwritten) => {
      const step = (unwritten ?? checkpoints.get(record.id))?.step ?? 0;
      log.push(`offered at ${step}`);
      offers.set(record.id, { record, step, unwritten });
      return step;
    },
    forgetRun: async ({ id }) => {
      log.push('forgotten');
      offers.delete(id);
      runs.delete(id);
      checkpoints.delete(id);
    },
    removeArtifacts: async (run) => {
      log.push('artifacts removed');
      kept.length = 0;
      for (const [id, sample] of samples) if (sample.run === run) samples.delete(id);
    },
    refused: (error) => told.push(error),
    now: () => 1_000,
  };
  return Object.assign(memory, { storage });
}

/** What the worker does of a run. Whoever listens hears its events. */
export type Script = (
  hear: (event: TrainEvent) => void,
  request: TrainRequest,
  orders: { cancelled: Promise<never>; stopped: Promise<void>; paused: Promise<never> },
) => Promise<TrainResult>;

export const begin = { phase: 'begin', identity } as const;
export const sampleAt = (step: number) => ({ phase: 'sample', of: 'learnt', step, seed: 7, picture }) as const;
export const evaluationAt = (step: number) =>
  ({ phase: 'evaluation', point: { step, trained: 0.5, heldOut: null } }) as const;

/** A run with a checkpoint after its second step and four steps in all. */
export const wholeRun: Script = async (hear, request) => {
  hear(begin);
  hear({ phase: 'encode', done: 1, total: 1, secondsLeft: 0 });
  for (const step of [1, 2]) hear(stepTaken(step));
  hear(evaluationAt(2));
  hear(sampleAt(2));
  if (request.settings.method === 'lora') hear(keptAt(2));
  hear(checkpointAt(2));
  for (const step of [3, 4]) hear(stepTaken(step));
  return resultOf(4);
};

/** Goes so far, and then on until it is told to end. */
export const endless =
  (...events: TrainEvent[]): Script =>
  async (hear, _, { cancelled, paused, stopped }) => {
    for (const event of [begin, ...events]) hear(event);
    await Promise.race([cancelled, paused, stopped]);
    const steps = events.filter(({ phase }) => phase === 'train').length;
    return resultOf(steps, { stopped: true });
  };

/** A promise that is kept or broken from outside; a script need not wait for it. */
function order<T>() {
  let keep: (value: T) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    keep = resolve;
    fail = reject;
  });
  promise.catch(() => undefined);
  return { promise, keep, break: fail };
}

/** A flow in Node, and all that can be seen of it. */
export function flowInNode(script: Script, change: Partial<TrainingParts> = {}) {
  const memory = storageInMemory();
  const queue = new JobQueue();
  const states: TrainingState[] = [NO_TRAINING];
  const requests: TrainRequest[] = [];
  const filled: TrainSettings[] = [];
  const library: LibraryRecord[] = [];
  const reports: (number | null)[] = [];
  const told: string[] = [];
  const page = {
    memory,
    queue,
    states,
    requests,
    filled,
    library,
    reports,
    told,
    script,
    keeps: true,
    time: 0,
    statusCancel: () => {},
  };
  let orders = { stop: () => {}, pause: () => {} };
  let ids = 0;

  const parts: TrainingParts = {
    state: () => states.at(-1)!,
    apply: (event) => {
      const before = states.at(-1)!;
      const next = trainingReducer(before, event);
      if (next !== before) states.push(next);
    },
    startJob: (_title, _precious, work, giveWay) => {
      page.statusCancel = giveWay;
      const controller = new AbortController();
      const report = (fraction: number | null) => void reports.push(fraction);
      const { signal } = controller;
      return {
        result: queue.run(() => work({ model, signal, report }), signal),
        cancel: () => controller.abort(),
      };
    },
    asOnlyTrainer: (work) => work(),
    worker: {
      train: async (request, hear, signal) => {
        requests.push(request);
        const [stopped, paused, cancelled] = [order<void>(), order<never>(), order<never>()];
        orders = { stop: () => stopped.keep(), pause: () => paused.break(errorOf('paused')) };
        signal.addEventListener('abort', () => cancelled.break(new StudioError(cancelledError())));
        return page.script(hear, request, {
          stopped: stopped.promise,
          paused: paused.promise,
          cancelled: cancelled.promise,
        });
      },
      stop: () => orders.stop(),
      pause: () => orders.pause(),
    },
    fillForm: (settings) => filled.push(settings),
    dataset: () => ({ id: 'linen', name: 'Linen' }),
    images: async () => [image],
    sweepOf: () => null,
    begun: (id) => void told.push(`begun ${id}`),
    over: (id, end) => void told.push(`${end.end} ${id}`),
    classSampling: () => ({ drawing: classDrawing(model, null), adapter: null }),
    classImages: async () => ({ images: [], set: null, own: null }),
    storage: memory.storage,
    runs: {
      leftOf: async (record) => {
        const unwritten = (record && memory.offers.get(record.id)?.unwritten) ?? null;
        const checkpoint = unwritten ?? (record && memory.checkpoints.get(record.id)) ?? null;
        const samples = [...memory.samples.values()].filter(({ run }) => run === record?.id);
        return { checkpoint, unwritten: unwritten !== null, samples: samplesUpTo(checkpoint, samples) };
      },
      withdraw: (id) => {
        memory.log.push('withdrawn');
        memory.offers.delete(id);
      },
      discard: async (record) => {
        await memory.storage.forgetRun(record);
        await memory.storage.removeArtifacts(record.id);
      },
    },
    library: {
      keep: async (learnt, fields) => {
        memory.log.push('library');
        const item = { ...fields, ...learnt };
        library.push(item);
        return { item, kept: page.keeps };
      },
      picture: () => memory.log.push('picture'),
    },
    thumbnailOf: async () => new ArrayBuffer(3),
    encodePng: async () => new ArrayBuffer(5),
    newId: () => {
      ids += 1;
      return `run ${ids}`;
    },
    clock: () => page.time,
    now: () => 2_000,
    ...change,
  };
  const run = (): TrainingRun => parts.state().run;
  return Object.assign(page, { flow: trainingFlow(parts), run, state: parts.state, parts });
}

/** Pauses a run of a page after its second step. */
export async function pausedRun(page: ReturnType<typeof flowInNode>) {
  page.script = endless(stepTaken(1), stepTaken(2), sampleAt(2), evaluationAt(2), checkpointAt(2));
  const done = page.flow.start(settings);
  await rest();
  page.time += 30_000;
  page.flow.pause();
  await done;
  const { record } = page.memory.offers.get('run 1')!;
  return record;
}

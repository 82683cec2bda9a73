/** Jobs without a page: the real queue, and a model that only has its facts. */
import type { ModelInfo } from '../../src/contract/studioWorker.ts';
import { JobQueue } from '../../src/session/JobQueue.ts';
import type { Job, JobControls } from '../../src/session/studioFlow.ts';

export const MODEL: ModelInfo = {
  ref: { kind: 'starter' },
  name: 'weft-starter',
  fingerprint: 'f00d',
  device: { kind: 'wasm', threads: 1, adapter: '', software: false, precision: 'float32', note: '' },
  nativeSize: 128,
  vaeScaleFactor: 8,
  maxTokens: 77,
  parameters: 1_000_000,
  fewSteps: null,
  trainingError: null,
  timings: { guidedStepSeconds: 0.1, decodeSeconds: 0.5 },
};

/** Starts jobs as the session does, one after the other. @param model the one that is open when a job has its turn */
export function jobsInNode(model: () => ModelInfo = () => MODEL) {
  const queue = new JobQueue();
  const titles: string[] = [];
  const reports: [fraction: number | null, secondsLeft: number | null][] = [];
  const startJob = <T>(title: string, _precious: boolean, work: (controls: JobControls) => Promise<T>): Job<T> => {
    const controller = new AbortController();
    titles.push(title);
    const report: JobControls['report'] = (...told) => void reports.push(told);
    const result = queue.run(() => work({ model: model(), signal: controller.signal, report }), controller.signal);
    return { result, cancel: () => controller.abort() };
  };
  return { startJob, titles, reports };
}

/** A promise that is settled from outside. */
export function latch<T = void>() {
  let open: (value: T) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { promise, open, fail };
}

/** Resolves once all that can go on without anything from outside has gone on. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Freezes a value with all it holds: a reducer that wrote into its state would throw. */
export function frozen<T>(value: T): T {
  // What typed arrays look at cannot be frozen.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

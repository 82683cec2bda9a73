/** The score worker: judges pictures. It lives while it does, since its models fill much of a heap. */

import * as Comlink from 'comlink';
import type { Outcome } from '../../../contract/errors.ts';
import { StudioError } from '../../../contract/errors.ts';
import { msg } from '../../../contract/message.ts';
import type { ScoreProgress, ScoreRequest, Scores, ScoreWorker } from '../../../contract/scoreWorker.ts';
import { cancelled } from '../../../kit/worker/outcome.ts';
import { WorkerLink } from '../../../kit/worker/WorkerLink.ts';

const link = new WorkerLink<ScoreWorker>(
  msg('judge of pictures'),
  () => new Worker(new URL('../../../../workers/scores.worker.ts', import.meta.url), { type: 'module' }),
);

/** Where ONNX Runtime's files lie beside the page. */
const runtimeUrl = () => new URL('ort/', document.baseURI).href;

/** Fetches the models that judge pictures. @throws StudioError where the hub can't be reached */
export async function fetchScoreModels(onProgress: (loadedBytes: number) => void, signal: AbortSignal): Promise<void> {
  await whileItLives(signal, (remote) => remote.fetchModels(runtimeUrl(), Comlink.proxy(onProgress)));
}

/** Judges pictures. @throws StudioError where the models are neither kept nor to be fetched */
export function scorePictures(
  request: Omit<ScoreRequest, 'runtimeUrl'>,
  onProgress: (progress: ScoreProgress) => void,
  signal: AbortSignal,
): Promise<Scores> {
  return whileItLives(signal, (remote) =>
    remote.score({ ...request, runtimeUrl: runtimeUrl() }, Comlink.proxy(onProgress)),
  );
}

/** Calls the worker and ends it afterwards, or in the middle when the signal says so. */
async function whileItLives<R>(
  signal: AbortSignal,
  use: (remote: Comlink.Remote<ScoreWorker>) => PromiseLike<Outcome<R>>,
): Promise<R> {
  if (signal.aborted) throw new StudioError(cancelled());
  const end = () => link.close(new StudioError(cancelled()));
  signal.addEventListener('abort', end, { once: true });
  try {
    return await link.call(use);
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/**
 * A link to one worker: starts it when it is first needed, and turns its crash into an error for every call that was
 * waiting. The call after a crash starts a new worker.
 */

import * as Comlink from 'comlink';
import type { Outcome } from '../../contract/errors.ts';
import { StudioError } from '../../contract/errors.ts';
import { CANCELLED, unwrap } from './outcome.ts';

interface Running<T> {
  worker: Worker;
  remote: Comlink.Remote<T>;
  /** Rejects when the worker crashes or is closed, never resolves. */
  ended: Promise<never>;
  end: (reason: StudioError) => void;
}

export class WorkerLink<T> {
  readonly #start: () => Worker;
  readonly #name: string;
  readonly #crashListeners = new Set<(error: StudioError) => void>();
  #running: Running<T> | null = null;

  /** @param name what the worker does, as it stands in messages, e.g. `film encoder` */
  constructor(name: string, start: () => Worker) {
    this.#name = name;
    this.#start = start;
  }

  /** Calls the worker and unwraps the outcome. @throws StudioError with its error, or when the worker crashes */
  async call<R>(use: (remote: Comlink.Remote<T>) => PromiseLike<Outcome<R>>): Promise<R> {
    const running = this.#open();
    return unwrap(await Promise.race([use(running.remote), running.ended]));
  }

  /**
   * Calls what goes on for a while; aborting the signal tells the worker by `cancel`, and what was called ends there.
   * @throws StudioError as `call` does, and `cancelled` where the signal was aborted before
   */
  async callUntil<R>(
    signal: AbortSignal,
    use: (remote: Comlink.Remote<T>) => PromiseLike<Outcome<R>>,
    cancel: (remote: Comlink.Remote<T>) => PromiseLike<void>,
  ): Promise<R> {
    if (signal.aborted) throw new StudioError(CANCELLED);
    const tell = () => this.tell(cancel);
    signal.addEventListener('abort', tell, { once: true });
    try {
      return await this.call(use);
    } finally {
      signal.removeEventListener('abort', tell);
    }
  }

  /** Tells a running worker something that has no answer; without one there is nobody to tell. */
  tell(use: (remote: Comlink.Remote<T>) => PromiseLike<void>): void {
    // A worker that is gone has nothing left to stop, so its failure to answer is no news.
    if (this.#running) Promise.resolve(use(this.#running.remote)).catch(() => undefined);
  }

  onCrash(listener: (error: StudioError) => void): void {
    this.#crashListeners.add(listener);
  }

  /** Ends a worker that is of no use any more, as if it had crashed. */
  fail(error: StudioError): void {
    this.close(error);
    for (const listener of this.#crashListeners) listener(error);
  }

  /** Ends the worker and releases its proxy; calls that still wait reject with the reason. */
  close(reason: StudioError): void {
    const running = this.#running;
    this.#running = null;
    if (!running) return;
    running.end(reason);
    running.remote[Comlink.releaseProxy]();
    running.worker.terminate();
  }

  #open(): Running<T> {
    if (this.#running) return this.#running;
    const worker = this.#start();
    let end: Running<T>['end'] = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      end = reject;
    });
    // Nobody may be waiting when the worker ends.
    ended.catch(() => undefined);
    const crash = (event: Event) => {
      event.preventDefault();
      if (this.#running?.worker !== worker) return;
      this.fail(this.#crashError(event));
    };
    worker.addEventListener('error', crash);
    worker.addEventListener('messageerror', crash);
    this.#running = { worker, remote: Comlink.wrap<T>(worker), ended, end };
    return this.#running;
  }

  #crashError(event: Event): StudioError {
    const detail = 'message' in event && event.message ? ` (${event.message})` : '';
    return new StudioError({
      code: 'internal',
      message: `The ${this.#name} stopped unexpectedly${detail}.`,
      advice: 'Try it again: it starts afresh. If that fails too, reload the page; what you kept is still here.',
    });
  }
}

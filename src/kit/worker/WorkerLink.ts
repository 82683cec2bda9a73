/**
 * A link to one worker: starts it when it is first needed, and turns its crash into an error for every call that was
 * waiting. The call after a crash starts a new worker. One that ends without a word, doesn't answer a cancel in time, or
 * could not load a part of itself, is as good as crashed.
 */

import * as Comlink from 'comlink';
import type { Outcome } from '../../contract/errors.ts';
import { StudioError } from '../../contract/errors.ts';
import type { Message } from '../../contract/message.ts';
import { t } from '../language/t.ts';
import { cancelled, unwrap } from './outcome.ts';

/** Milliseconds that a worker has to end what it was told to cancel. */
const CANCEL_TIME = 5_000;

interface Running<T> {
  worker: Worker;
  /** Ends with the worker. */
  over: AbortController;
  remote: Comlink.Remote<T>;
  /** Rejects when the worker crashes or is closed, never resolves. */
  ended: Promise<never>;
  end: (reason: StudioError) => void;
}

export class WorkerLink<T> {
  readonly #start: () => Worker;
  readonly #name: Message;
  readonly #crashListeners = new Set<(error: StudioError) => void>();
  #running: Running<T> | null = null;

  /** @param name what the worker does, as it stands in messages, e.g. `film encoder` */
  constructor(name: Message, start: () => Worker) {
    this.#name = name;
    this.#start = start;
  }

  /** Calls the worker and unwraps the outcome. @throws StudioError with its error, or when the worker crashes */
  async call<R>(use: (remote: Comlink.Remote<T>) => PromiseLike<Outcome<R>>): Promise<R> {
    const running = this.#open();
    const outcome = await Promise.race([use(running.remote), running.ended]);
    // It would never find that part any more, since browsers remember what failed to load; a new worker may.
    if (!outcome.ok && outcome.error.code === 'part-missing' && this.#running === running) {
      this.fail(new StudioError(outcome.error));
    }
    return unwrap(outcome);
  }

  /**
   * Calls what goes on for a while; aborting the signal tells the worker by `cancel`, and what was called ends there. Where it
   * doesn't within five seconds, the worker is ended, and what was called with it.
   * @throws StudioError as `call` does, and `cancelled` where the signal was aborted before
   */
  async callUntil<R>(
    signal: AbortSignal,
    use: (remote: Comlink.Remote<T>) => PromiseLike<Outcome<R>>,
    cancel: (remote: Comlink.Remote<T>) => PromiseLike<void>,
  ): Promise<R> {
    if (signal.aborted) throw new StudioError(cancelled());
    let patience: ReturnType<typeof setTimeout> | undefined;
    let asked: Running<T> | null = null;
    const tell = () => {
      asked = this.#running;
      this.tell(cancel);
      patience = setTimeout(() => asked && this.#running === asked && this.fail(this.#deafError()), CANCEL_TIME);
    };
    signal.addEventListener('abort', tell, { once: true });
    try {
      return await this.call(use);
    } catch (error) {
      // Whoever cancelled gets what they asked for, in whatever way it came about.
      throw signal.aborted && isEnd(error) ? new StudioError(cancelled()) : error;
    } finally {
      clearTimeout(patience);
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
    running.over.abort();
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
    const over = new AbortController();
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const lock = lockOf(data);
      if (lock === null) return;
      // Granted when the worker lets go of it, which it does by ending.
      const gone = () => {
        if (this.#running?.worker === worker) this.fail(this.#silentError());
      };
      navigator.locks.request(lock, { signal: over.signal }, gone).catch(() => undefined);
    });
    this.#running = { worker, over, remote: Comlink.wrap<T>(worker), ended, end };
    return this.#running;
  }

  #silentError(): StudioError {
    return endError(
      t('The {name} ended without a word, as when the browser’s memory runs out.', { name: t(this.#name) }),
    );
  }

  #deafError(): StudioError {
    return endError(t('The {name} did not answer the cancel, and was ended.', { name: t(this.#name) }));
  }

  #crashError(event: Event): StudioError {
    const detail = 'message' in event && event.message ? ` (${event.message})` : '';
    return endError(t('The {name} stopped unexpectedly{detail}.', { name: t(this.#name), detail }));
  }
}

/** Errors by which a worker ended. */
const ends = new WeakSet<StudioError>();

function endError(message: string): StudioError {
  const advice = t('Try it again: it starts afresh. If that fails too, reload the page; what you kept is still here.');
  const error = new StudioError({ code: 'internal', message, advice });
  ends.add(error);
  return error;
}

const isEnd = (error: unknown) => error instanceof StudioError && ends.has(error);

/** The name of the lock that a worker holds while it lives, where a message says that; else null. */
function lockOf(data: unknown): string | null {
  return typeof data === 'object' && data !== null && 'alive' in data && typeof data.alive === 'string'
    ? data.alive
    : null;
}

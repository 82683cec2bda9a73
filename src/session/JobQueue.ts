/** One job at a time, in the order they were asked for. A failed job doesn't poison the next. */
import { StudioError } from '../contract/errors.ts';
import { cancelled } from '../kit/worker/outcome.ts';

export class JobQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Jobs that were asked for and have not started. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Runs a task after all tasks before it have ended. A task whose signal is aborted before its turn never starts and
   * rejects at once; once it runs, honouring the signal is the task's own affair.
   * @throws StudioError `cancelled`, or whatever the task throws
   */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    this.#waiting++;
    return new Promise<T>((resolve, reject) => {
      let left = false;
      const leaveLine = () => {
        if (left) return;
        left = true;
        this.#waiting--;
        signal.removeEventListener('abort', giveUp);
      };
      const giveUp = () => {
        leaveLine();
        reject(new StudioError(cancelled()));
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      this.#tail = this.#tail.then(async () => {
        if (signal.aborted) return;
        leaveLine();
        try {
          resolve(await task());
        } catch (error) {
          reject(error);
        }
      });
    });
  }
}

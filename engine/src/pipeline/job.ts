/** How long work is watched and ended from outside. */
import { EngineError } from '../EngineError.ts';

/** Thrown out of a job that was cancelled. */
export class CancelledError extends EngineError {
  override readonly name = 'CancelledError';
  readonly code = 'cancelled';

  constructor() {
    super('The job was cancelled.', 'Start it again.');
  }
}

/** Thrown out of a job that was paused: what it needs to go on has been handed over. */
export class PausedError extends EngineError {
  override readonly name = 'PausedError';
  readonly code = 'paused';

  constructor() {
    super('The job was paused.', 'Go on from the state of its last checkpoint.');
  }
}

/** How a running job is controlled: it hears of wishes to end, and tells how far it is. */
export interface Job {
  /**
   * Called between steps: lets waiting messages in, and throws `CancelledError` where the job is to be dropped. A job that
   * nobody watches has `async () => {}`; in a page or worker that listens, await a `setTimeout`.
   */
  yieldNow(): Promise<void>;
  /** True once a run should end early and keep what it has learnt; a picture is drawn to its end. */
  readonly stopping: boolean;
  /** True where it is stopping so that it can be gone on with later. */
  readonly pausing?: boolean;
}

/** Time left, from the mean pace since the first step was done (the first one also pays for preparation). */
export class Pace {
  private firstDone: number | null = null;
  private doneAtFirst = 0;

  /** @param total steps of the whole work */
  constructor(private readonly total: number) {}

  /** Seconds left after `done` of the total, or null while nothing is known. */
  secondsLeft(done: number): number | null {
    const now = performance.now() / 1000;
    if (this.firstDone === null) {
      this.firstDone = now;
      this.doneAtFirst = done;
      return null;
    }
    const steps = done - this.doneAtFirst;
    return steps === 0 ? null : ((now - this.firstDone) / steps) * (this.total - done);
  }
}

/** The one job that the worker is doing, which the page can stop, pause and follow. */
import { CancelledError, type Job } from '@weft/engine';
import { letMessagesIn } from '../shared/messages.ts';

/** A job that can be stopped or cancelled while it runs. */
export class RunningJob implements Job {
  private stopRequested = false;
  private pauseRequested = false;
  private cancelRequested = false;

  get stopping(): boolean {
    return this.stopRequested || this.pauseRequested;
  }

  get pausing(): boolean {
    return this.pauseRequested;
  }

  /** Ends the job early; it hands over what it needs to go on. */
  pause(): void {
    this.pauseRequested = true;
  }

  /** Ends the job early; it keeps what it has. */
  stop(): void {
    this.stopRequested = true;
  }

  /** Ends the job; it keeps nothing. */
  cancel(): void {
    this.cancelRequested = true;
  }

  async yieldNow(): Promise<void> {
    await letMessagesIn();
    if (this.cancelRequested) throw new CancelledError();
  }
}

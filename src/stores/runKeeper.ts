/** Writes a running training run into storage as it goes; where storage refuses, the run goes on all the same. */
import type { LossPoint, Picture, RunIdentity, TrainSettings, TrainState } from '../../workers/protocol.ts';
import {
  type CheckpointRecord,
  checkpointRecords,
  classPictureId,
  classPictureRecords,
  type RunRecord,
  runRecords,
} from '../storage/runRecords.ts';
import { notifyFailure } from './noticesStore.ts';
import { forgetRun, offerRun } from './unfinishedRuns.ts';

export class RunKeeper {
  #record: RunRecord | null;
  /** One write after the other, in the order in which things came to be. */
  #writing: Promise<void> = Promise.resolve();
  /** The checkpoint that waits for its turn; a newer one takes its place. */
  #next: CheckpointRecord | null = null;
  #told = false;
  #holdsAnything: boolean;

  /**
   * @param id the run's own
   * @param goesOn its record where an earlier session began it
   */
  constructor(
    private readonly id: string,
    private readonly settings: TrainSettings,
    goesOn: RunRecord | null,
  ) {
    this.#record = goesOn;
    this.#holdsAnything = goesOn !== null;
  }

  /** The run has begun: from now on it can be gone on with. */
  begin(identity: RunIdentity): void {
    if (this.#record) return;
    const record = { id: this.id, startedAt: Date.now(), settings: this.settings, identity };
    this.#record = record;
    this.#write(() => runRecords.write(record));
  }

  /** A class image was drawn. @param index from 0 */
  classPicture(picture: Picture, index: number): void {
    this.#holdsAnything = true;
    this.#write(() => classPictureRecords.write({ id: classPictureId(this.id, index), ...picture }));
  }

  /** A checkpoint was made. @param losses of every step up to it @param seconds of the run up to it */
  checkpoint(state: TrainState, losses: readonly LossPoint[], seconds: number): void {
    this.#holdsAnything = true;
    const waits = this.#next !== null;
    this.#next = { id: this.id, state, losses: losses.slice(0, state.trainer.step), seconds };
    if (waits) return;
    this.#write(async () => {
      const record = this.#next;
      this.#next = null;
      // One transaction: the checkpoint before stays until this one is wholly there, and for good if there is no room.
      if (record) await checkpointRecords.write(record);
    });
  }

  /** Offers to go on with the run, which was broken off; one that has nothing to go on from is forgotten. */
  async brokenOff(): Promise<void> {
    await this.#writing;
    if (!this.#record) return;
    await (this.#holdsAnything ? offerRun(this.#record) : forgetRun(this.#record));
  }

  /** The run is over: nothing of it needs keeping. */
  async over(): Promise<void> {
    await this.#writing;
    if (this.#record) await forgetRun(this.#record);
  }

  #write(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      // Said once a run: the next checkpoint will meet the same, or find room again.
      if (!this.#told) notifyFailure(error);
      this.#told = true;
    });
  }
}

/** Writes a running training run into storage as it goes; where storage refuses, the run goes on all the same. */
import { type ErrorInfo, StudioError } from '../../../contract/errors.ts';
import type { RunIdentity, TrainState } from '../../../contract/runs.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import { notifyError } from '../../../session/noticesStore.ts';
import { keepCheckpoint } from '../../library/checkpoints/checkpoints.ts';
import { forgetArtifacts } from '../../library/checkpoints/runArtifacts.ts';
import {
  type CheckpointRecord,
  checkpointRecords,
  type RunRecord,
  runRecords,
  type SampleRecord,
  sampleId,
  sampleRecords,
} from '../../library/records/runRecords.ts';
import type { ClassSetRecord } from '../classImages/classImageRecords.ts';
import { keepClassImage } from '../classImages/classSets.ts';
import { forgetRun, offerRun } from './unfinishedRuns.ts';

export class RunRecorder {
  #record: RunRecord | null;
  /** One write after the other, in the order in which things came to be. */
  #writing: Promise<void> = Promise.resolve();
  /** The checkpoint that waits for its turn; a newer one takes its place. */
  #next: CheckpointRecord | null = null;
  /** The last checkpoint where storage had no room for it. */
  #unwritten: CheckpointRecord | null = null;
  #told = false;
  #holdsAnything: boolean;

  /**
   * @param id the run's own
   * @param goesOn its record where an earlier session began it
   * @param drawnFrom ids of its class images where they are a person's own, and of the few-step adapter where they are drawn with one
   */
  constructor(
    private readonly id: string,
    private readonly settings: TrainSettings,
    goesOn: RunRecord | null,
    private readonly drawnFrom: Pick<RunRecord, 'ownClassImages' | 'fewStepAdapter'>,
  ) {
    this.#record = goesOn;
    this.#holdsAnything = goesOn !== null;
  }

  /** The run has begun: from now on it can be gone on with. */
  begin(identity: RunIdentity): void {
    if (this.#record && !this.#record.paused) return;
    const { startedAt } = this.#record ?? { startedAt: Date.now() };
    const { id, settings, drawnFrom } = this;
    this.#setRecord({ id, startedAt, settings, identity, ...drawnFrom, paused: false });
  }

  /** A class image was drawn. @param png its file as soon as it is made @param index its place in the set, from 0 */
  classImage(set: ClassSetRecord, png: Promise<ArrayBuffer>, index: number): void {
    this.#holdsAnything = true;
    this.#write(async () => keepClassImage(set, index, await png));
  }

  /** A sample picture was drawn. */
  samplePicture(sample: Omit<SampleRecord, 'id' | 'run'>): void {
    this.#write(() => sampleRecords.write({ id: sampleId(this.id, sample), run: this.id, ...sample }));
  }

  /** A checkpoint was made. @param course what the run is known by up to it */
  checkpoint(state: TrainState, course: Pick<CheckpointRecord, 'losses' | 'evaluations' | 'seconds'>): void {
    this.#holdsAnything = true;
    const waits = this.#next !== null;
    this.#next = { id: this.id, state, ...course, losses: [...course.losses], evaluations: [...course.evaluations] };
    if (waits) return;
    this.#write(async () => {
      const record = this.#next;
      this.#next = null;
      // One transaction: the checkpoint before stays until this one is wholly there, and for good if there is no room.
      if (!record) return;
      this.#unwritten = record;
      await checkpointRecords.write(record);
      this.#unwritten = null;
    });
  }

  /** What had been learnt at a checkpoint is in storage, to be looked at later, or why it is not. */
  learnt(step: number, error: ErrorInfo | null): void {
    this.#write(async () => {
      if (error) throw new StudioError(error);
      await keepCheckpoint(this.id, step);
    });
  }

  /** Offers to go on with the run, which was broken off; one that has nothing to go on from is forgotten. */
  async brokenOff(): Promise<void> {
    await this.#writing;
    if (!this.#record) return;
    await (this.#holdsAnything ? offerRun(this.#record, this.#unwritten) : forgetRun(this.#record));
  }

  /** Offers to go on with the run, which its person paused; gives the step that it goes on from. */
  async paused(): Promise<number> {
    if (!this.#record) return 0;
    this.#setRecord({ ...this.#record, paused: true });
    await this.#writing;
    return offerRun(this.#record, this.#unwritten);
  }

  /** The run leaves nothing: nothing of it needs keeping. */
  async givenUp(): Promise<void> {
    await this.over();
    await forgetArtifacts(this.id);
  }

  /** The run is over, and what it leaves is in the library. */
  async over(): Promise<void> {
    await this.#writing;
    if (this.#record) await forgetRun(this.#record);
  }

  #setRecord(record: RunRecord): void {
    this.#record = record;
    this.#write(() => runRecords.write(record));
  }

  #write(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      // Said once a run: the next checkpoint will meet the same, or find room again.
      if (!this.#told) notifyError(error);
      this.#told = true;
    });
  }
}

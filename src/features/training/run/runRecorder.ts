/** Writes a running training run into storage as it goes; where storage refuses, the run goes on all the same. */
import { type ErrorInfo, StudioError } from '../../../contract/errors.ts';
import type { RunIdentity } from '../../../contract/runs/runs.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { CheckpointEvent } from '../../../contract/trainingJob.ts';
import {
  type CheckpointRecord,
  type RunRecord,
  type SampleRecord,
  sampleId,
} from '../../library/records/runRecords.ts';
import type { ClassSetRecord } from '../classImages/classImageRecords.ts';

/** Where a run is kept. What writes may refuse; the rest tells of refusals itself. */
export interface RunStorage {
  writeRun: (record: RunRecord) => Promise<void>;
  writeCheckpoint: (record: CheckpointRecord) => Promise<void>;
  /** Deletes the states of a run before a step. */
  removeEarlierStates: (run: string, step: number) => Promise<void>;
  writeSample: (record: SampleRecord) => Promise<void>;
  keepClassImage: (set: ClassSetRecord, index: number, png: ArrayBuffer) => Promise<void>;
  /** Notes that what a run had learnt by a step is kept. */
  keepLearnt: (run: string, step: number) => Promise<void>;
  /** Offers to go on with a run; gives the step that it goes on from. */
  offerRun: (record: RunRecord, unwritten: CheckpointRecord | null) => Promise<number>;
  /** Takes its offer back and deletes all that it goes on from. */
  forgetRun: (record: RunRecord) => Promise<void>;
  /** Deletes the checkpoints and sample pictures that a run left. */
  removeArtifacts: (run: string) => Promise<void>;
  /** Tells of a write that was refused. */
  refused: (error: unknown) => void;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * What a run's images come from: its dataset; and for class images the ids of a person's own, and of the few-step adapter that
 * they are drawn with.
 */
export type MadeFrom = Pick<RunRecord, 'ownClassImages' | 'fewStepAdapter' | 'dataset'>;

/**
 * A run's record as it begins; null where that of an earlier session stays as it is. One that was paused, or goes on with
 * other settings, is written anew.
 */
export function begunRecord(
  begun: { id: string; settings: TrainSettings; identity: RunIdentity } & MadeFrom,
  earlier: RunRecord | null,
  now: number,
): RunRecord | null {
  const goesOnAsItWas =
    earlier && !earlier.paused && JSON.stringify(earlier.settings) === JSON.stringify(begun.settings);
  return goesOnAsItWas ? null : { ...begun, startedAt: earlier?.startedAt ?? now, paused: false };
}

export class RunRecorder {
  #record: RunRecord | null;
  /** One write after the other, in the order in which things came to be. */
  #writing: Promise<void> = Promise.resolve();
  /** The checkpoint that waits for its turn; a newer one takes its place. */
  #next: { record: CheckpointRecord; error: ErrorInfo | null } | null = null;
  /** The last checkpoint where storage had no room for it. */
  #unwritten: CheckpointRecord | null;
  #told = false;
  #holdsAnything: boolean;

  /**
   * @param id the run's own
   * @param goesOn its record where an earlier session began it
   * @param unwritten the checkpoint that it goes on from, where storage had no room for it
   */
  constructor(
    private readonly id: string,
    private readonly settings: TrainSettings,
    goesOn: RunRecord | null,
    private readonly madeFrom: MadeFrom,
    private readonly storage: RunStorage,
    unwritten: CheckpointRecord | null = null,
  ) {
    this.#record = goesOn;
    this.#unwritten = unwritten;
    this.#holdsAnything = goesOn !== null;
  }

  /** The run has begun: from now on it can be gone on with. */
  begin(identity: RunIdentity): void {
    const { id, settings, madeFrom } = this;
    const record = begunRecord({ id, settings, identity, ...madeFrom }, this.#record, this.storage.now());
    if (record) this.#setRecord(record);
  }

  /** A class image was drawn. @param png its file as soon as it is made @param index its place in the set, from 0 */
  classImage(set: ClassSetRecord, png: Promise<ArrayBuffer>, index: number): void {
    this.#holdsAnything = true;
    this.#write(async () => this.storage.keepClassImage(set, index, await png));
  }

  /** A sample picture was drawn. */
  samplePicture(sample: Omit<SampleRecord, 'id' | 'run'>): void {
    this.#write(() => this.storage.writeSample({ id: sampleId(this.id, sample), run: this.id, ...sample }));
  }

  /** A checkpoint's state is in storage, or storage had no room for it. @param course what the run is known by up to it */
  checkpoint(
    { step, unkept }: Pick<CheckpointEvent, 'step' | 'unkept'>,
    course: Pick<CheckpointRecord, 'losses' | 'evaluations' | 'seconds'>,
  ): void {
    this.#holdsAnything = true;
    const waits = this.#next !== null;
    this.#next = {
      record: {
        id: this.id,
        step,
        state: unkept?.state ?? null,
        ...course,
        losses: [...course.losses],
        evaluations: [...course.evaluations],
      },
      error: unkept?.error ?? null,
    };
    if (waits) return;
    this.#write(async () => {
      if (!this.#next) return;
      const { record, error } = this.#next;
      this.#next = null;
      this.#unwritten = record;
      if (error) throw new StudioError(error);
      // The state before stays until this one is spoken of, and for good if there is no room.
      await this.storage.writeCheckpoint(record);
      this.#unwritten = null;
      // What can't be deleted now goes with the next.
      await this.storage.removeEarlierStates(record.id, record.step).catch(() => undefined);
    });
  }

  /** What had been learnt at a checkpoint is in storage, to be looked at later, or why it is not. */
  learnt(step: number, error: ErrorInfo | null): void {
    this.#write(async () => {
      if (error) throw new StudioError(error);
      await this.storage.keepLearnt(this.id, step);
    });
  }

  /**
   * Offers to go on with the run, which was broken off; one that has nothing to go on from is forgotten. Tells whether it is
   * offered.
   */
  async brokenOff(): Promise<boolean> {
    await this.#writing;
    if (!this.#record) return false;
    if (this.#holdsAnything) await this.storage.offerRun(this.#record, this.#unwritten);
    else await this.storage.forgetRun(this.#record);
    return this.#holdsAnything;
  }

  /** Offers to go on with the run, which its person paused; gives the step that it goes on from. */
  async paused(): Promise<number> {
    if (!this.#record) return 0;
    this.#setRecord({ ...this.#record, paused: true });
    await this.#writing;
    return this.storage.offerRun(this.#record, this.#unwritten);
  }

  /** The run leaves nothing: nothing of it needs keeping. */
  async givenUp(): Promise<void> {
    await this.over();
    await this.storage.removeArtifacts(this.id);
  }

  /** The run is over, and what it leaves is in the library. */
  async over(): Promise<void> {
    await this.#writing;
    if (this.#record) await this.storage.forgetRun(this.#record);
  }

  #setRecord(record: RunRecord): void {
    this.#record = record;
    this.#write(() => this.storage.writeRun(record));
  }

  #write(write: () => Promise<void>): void {
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      // Said once a run: the next checkpoint will meet the same, or find room again.
      if (!this.#told) this.storage.refused(error);
      this.#told = true;
    });
  }
}

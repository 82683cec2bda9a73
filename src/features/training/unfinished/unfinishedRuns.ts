/** Training runs that a reload, a crash or an error broke off: what can be gone on with. */
import { create } from 'zustand';
import { runFolder } from '../../../files/runStates.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { keep, notifyError, readKept } from '../../../session/noticesStore.ts';
import { forgetArtifacts } from '../../library/checkpoints/runArtifacts.ts';
import { isInLibrary } from '../../library/records/libraryIds.ts';
import {
  type CheckpointRecord,
  checkpointRecords,
  type RunRecord,
  runRecords,
} from '../../library/records/runRecords.ts';
import { classImageRecords, classSetRecords } from '../classImages/classImageRecords.ts';
import { asOnlyTrainer, onceNobodyTrains } from '../run/oneTrainer.ts';

/** A run that can be gone on with, and how far it came. */
export interface KeptRun {
  record: RunRecord;
  /** Of its last checkpoint; 0 where there is none. */
  step: number;
  /** Its last checkpoint where storage had no room for it: this page alone has it. */
  unwritten: CheckpointRecord | null;
}

interface UnfinishedState {
  /** Newest first. */
  runs: readonly KeptRun[];
}

export const useUnfinishedRuns = create<UnfinishedState>(() => ({ runs: [] }));

/** The offers with another one, which takes the place of an earlier one of the same run. Newest first. */
export function withOffer(runs: readonly KeptRun[], offer: KeptRun): KeptRun[] {
  return [...withoutRun(runs, offer.record.id), offer].sort((a, b) => b.record.startedAt - a.record.startedAt);
}

export function withoutRun(runs: readonly KeptRun[], id: string): KeptRun[] {
  return runs.filter(({ record }) => record.id !== id);
}

/**
 * Reads what earlier sessions left, and goes on hearing what other tabs do to runs. Waits while another tab trains: its run is
 * not broken off.
 */
export async function loadUnfinishedRuns(): Promise<void> {
  const load = () =>
    onceNobodyTrains(async () => {
      const records = await readKept(runRecords);
      for (const record of await leaveFinished(records)) await offerRun(record);
      await sweepRuns().catch(() => undefined);
    });
  await runRecords.follow(load, ({ written, removed }) => {
    for (const id of removed) withdrawRun(id);
    for (const { id } of written) void offerWhenFree(id);
  });
}

/** A run that another tab began or went on with is offered here once no tab trains, if there is something left of it then. */
async function offerWhenFree(id: string): Promise<void> {
  withdrawRun(id);
  await onceNobodyTrains(async () => {
    const records = await readKept(runRecords, [id]);
    for (const record of await leaveFinished(records)) await offerRun(record);
  });
}

/** The runs that left nothing in the library yet. A page may have ended between an item's coming there and its run's going. */
async function leaveFinished(records: readonly RunRecord[]): Promise<RunRecord[]> {
  const unfinished: RunRecord[] = [];
  for (const record of records) {
    if (await isInLibrary(record.id).catch(() => false)) await forgetRun(record);
    else unfinished.push(record);
  }
  return unfinished;
}

/** Deletes what deletions that were broken off left of runs and of class images. No tab is writing any. */
async function sweepRuns(): Promise<void> {
  const runs = new Set(await runRecords.ids());
  await checkpointRecords.removeSome((await checkpointRecords.ids()).filter((id) => !runs.has(id)));
  const sets = new Set(await classSetRecords.ids());
  const images = await classImageRecords.ids();
  await classImageRecords.removeSome(images.filter((id) => !sets.has(id.split(' ')[0] ?? '')));
}

/** Offers a run, with what storage has of it, or with a checkpoint that storage had no room for; gives the checkpoint's step. */
export async function offerRun(record: RunRecord, unwritten: CheckpointRecord | null = null): Promise<number> {
  const step = (unwritten ?? (await checkpointOf(record)))?.step ?? 0;
  useUnfinishedRuns.setState(({ runs }) => ({ runs: withOffer(runs, { record, step, unwritten }) }));
  return step;
}

/** Takes a run from the offer, since it goes on or is over. */
export function withdrawRun(id: string): void {
  useUnfinishedRuns.setState(({ runs }) => ({ runs: withoutRun(runs, id) }));
}

/** Deletes all that is kept of a run, at its person's word. */
export async function discardRun(record: RunRecord): Promise<void> {
  try {
    await asOnlyTrainer(async () => {
      await forgetRun(record);
      await forgetArtifacts(record.id);
    });
  } catch (error) {
    notifyError(error);
  }
}

/** Deletes all that a run goes on from. */
export async function forgetRun({ id }: RunRecord): Promise<void> {
  withdrawRun(id);
  await keep(async () => {
    // The run itself first: without it the rest is offered to nobody.
    await runRecords.remove(id);
    await checkpointRecords.remove(id);
    await storedFiles.removeFolder(runFolder(id));
  });
}

/** The last checkpoint of an offered run where this page alone has it. */
export function unwrittenOf({ id }: RunRecord): CheckpointRecord | null {
  return useUnfinishedRuns.getState().runs.find(({ record }) => record.id === id)?.unwritten ?? null;
}

/** The last checkpoint of a run, or null where there is none that can be read. */
export async function checkpointOf(run: RunRecord): Promise<CheckpointRecord | null> {
  const unwritten = unwrittenOf(run);
  if (unwritten) return unwritten;
  const [checkpoint] = await readKept(checkpointRecords, [run.id]);
  return checkpoint ?? null;
}

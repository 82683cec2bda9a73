/** The backup that is being written or restored, and what became of the last one. One is dealt with at a time. */
import { create } from 'zustand';
import { type ErrorInfo, StudioError, studioError } from '../../contract/errors.ts';
import { BACKUP_ENDING } from '../../contract/files/backup.ts';
import { isFull } from '../../files/FileStore.ts';
import { StorageError } from '../../files/StorageError.ts';
import { storageRoom } from '../../files/storageRoom.ts';
import { chooseZipPlace, fillZip } from '../../kit/files/zipPlace.ts';
import { t } from '../../kit/language/t.ts';
import { paced } from '../../kit/timing/paced.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import { findLasting } from '../../session/lastingStorage.ts';
import { tellIfNearlyFull } from '../../session/nearlyFull.ts';
import { noteBackupBusy } from './backupBusy.ts';
import type { Section } from './records/sections.ts';
import type { RestoreEnd } from './restore/restore.ts';
import type { RestoreUnit } from './restore/units.ts';

/** What a file holds that was opened. */
export interface OpenedBackup {
  fileName: string;
  writtenAt: string;
  units: readonly RestoreUnit[];
  /** What could not be read of it, as a sentence goes on behind “The file”; null where it is whole. */
  broken: string | null;
  /** Records that can't be read, or that this version doesn't know. */
  unreadable: number;
  /** Null where the browser doesn't tell. */
  freeBytes: number | null;
}

export type BackupState =
  | { state: 'idle' }
  | { state: 'writing'; fraction: number | null }
  | { state: 'written'; fileName: string; bytes: number; left: number }
  | { state: 'opening'; fileName: string }
  | { state: 'choosing'; opened: OpenedBackup }
  | { state: 'restoring'; fraction: number }
  | { state: 'restored'; end: RestoreEnd; forms: boolean }
  | { state: 'failed'; error: Pick<ErrorInfo, 'message' | 'advice'> };

export const useBackup = create<{ now: BackupState }>(() => ({ now: { state: 'idle' } }));

const tell = (now: BackupState) => useBackup.setState({ now });

/** Milliseconds between two times that progress is shown. */
const SHOW_INTERVAL = 200;

let current: AbortController | null = null;

/** Does one thing at a time; what fails is told. */
async function alone(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  if (current) return;
  const giveUp = new AbortController();
  current = giveUp;
  noteBackupBusy(true);
  try {
    await work(giveUp.signal);
  } catch (error) {
    tell(
      isCancelled(error) || giveUp.signal.aborted ? { state: 'idle' } : { state: 'failed', error: explained(error) },
    );
  } finally {
    current = null;
    noteBackupBusy(false);
  }
}

/** Ends what is going on. Of a backup nothing stays; of what is restored, what is whole by then. */
export function giveUpBackup(): void {
  current?.abort();
}

export function dismissBackup(): void {
  if (!current) tell({ state: 'idle' });
}

/** Writes a backup where its person says; to be called at a press. */
export function backUp(sections: ReadonlySet<Section>): Promise<void> {
  return alone(async (signal) => {
    const fileName = `weft-${new Date().toISOString().slice(0, 10)}${BACKUP_ENDING}`;
    const place = await chooseZipPlace(fileName, { description: t('Weft backup'), ending: BACKUP_ENDING });
    if (!place) return tell({ state: 'idle' });
    tell({ state: 'writing', fraction: null });
    const shown = paced<number>(SHOW_INTERVAL, (fraction) => tell({ state: 'writing', fraction }));
    const onProgress = (done: number, total: number) => shown.offer(done / total);
    try {
      const { bytes, left } = await fillZip(place, async (sink) => {
        // What writes backups is loaded when one is written.
        const { writeBackup } = await import('./writeBackup.ts');
        return writeBackup(sections, sink, { onProgress, signal });
      });
      tell({ state: 'written', fileName, bytes, left });
    } finally {
      shown.drop();
    }
  });
}

/** Reads what a file holds, to be chosen from. */
export function openBackup(file: File): Promise<void> {
  return alone(async (signal) => {
    tell({ state: 'opening', fileName: file.name });
    const [{ readBackup }, { unitsOf, unknownRecords }] = await Promise.all([
      import('./file/readBackup.ts'),
      import('./restore/units.ts'),
    ]);
    const { records, writtenAt, broken, unreadable } = await readBackup(file, signal);
    tell({
      state: 'choosing',
      opened: {
        fileName: file.name,
        writtenAt,
        units: unitsOf(records),
        broken,
        unreadable: unreadable + unknownRecords(records),
        freeBytes: (await storageRoom()).freeBytes,
      },
    });
  });
}

/** Restores the units of these keys out of the file that is open. */
export function restoreChosen({ units }: OpenedBackup, keys: ReadonlySet<string>): Promise<void> {
  return alone(async (signal) => {
    const chosen = units.filter(({ key }) => keys.has(key));
    const total = chosen.reduce((sum, { bytes }) => sum + bytes, 0);
    tell({ state: 'restoring', fraction: 0 });
    const [{ restore }, { requireRoom }] = await Promise.all([
      import('./restore/restore.ts'),
      import('./restore/course.ts'),
    ]);
    requireRoom(total, (await storageRoom()).freeBytes);
    const shown = paced<number>(SHOW_INTERVAL, (fraction) => tell({ state: 'restoring', fraction }));
    const end = await restore(chosen, { onProgress: (done) => shown.offer(total === 0 ? 1 : done / total), signal });
    shown.drop();
    tell({ state: 'restored', end, forms: keys.has('forms') });
    void tellIfNearlyFull();
    void findLasting();
  });
}

function explained(error: unknown): Pick<ErrorInfo, 'message' | 'advice'> {
  if (error instanceof StorageError || error instanceof StudioError || !isFull(error)) return errorInfoOf(error);
  return studioError(
    'storage-full',
    t('There is no room for the whole backup.'),
    t('Free some room on the disk, save it to another one, or leave out checkpoints and films.'),
  ).info;
}

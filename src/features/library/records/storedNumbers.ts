/** The numbers of adapters, checkpoints and runs on the page's side: they go when nothing speaks of them any more. */
import { adapterFolder } from '../../../files/adapterNumbers.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { holdShared, unlessTaken } from '../../../kit/records/tabLocks.ts';
import { isInLibrary, isSpokenOf } from './libraryIds.ts';
import { unkeptNumbers } from './unkeptNumbers.ts';

/** Held by every tab of the studio for as long as it is open. */
const LOCK = 'weft-library';

const undoLock = (id: string) => `weft-undo ${id}`;

/** Keeps every tab from deleting what belongs to a deleted item for good, as long as it can be put back. */
export function holdForUndo(id: string): Promise<() => Promise<void>> {
  return holdShared(undoLock(id));
}

/** Does what can't be undone with what belongs to an item, unless a tab may still put that back. */
export async function unlessUndoable(id: string, work: () => Promise<void>): Promise<void> {
  await unlessTaken(undoLock(id), work, () => undefined);
}

/** Deletes what belongs to an id for good, unless a tab may still put its item back, or something speaks of it. */
export async function unlessSpokenOf(id: string, deletion: () => Promise<void>): Promise<void> {
  await unlessUndoable(id, async () => ((await isSpokenOf(id)) ? undefined : deletion()));
}

/**
 * Deletes what is stored under an adapter's or a run's id, unless it is in the library, as put back by another tab. What can't
 * be deleted now is swept when the studio starts.
 */
export async function forgetNumbers(id: string): Promise<void> {
  const forget = async () => {
    if (!(await isInLibrary(id))) unkeptNumbers.delete(id);
    await unlessSpokenOf(id, () => storedFiles.removeFolder(adapterFolder(id)));
  };
  await forget().catch(() => undefined);
}

/**
 * Sweeps what closed pages left over. Another tab may be about to write what would speak of it, so nothing is swept while
 * there is one, nor where nobody knows of others.
 */
export async function whileAlone(sweep: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return;
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    // What can't be swept now is swept the next time.
    if (lock) await sweep().catch(() => undefined);
  });
  void navigator.locks.request(LOCK, { mode: 'shared' }, () => new Promise<never>(() => undefined));
}

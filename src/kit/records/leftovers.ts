/** What belongs to something that is being deleted: it stays as long as a tab may put that back, and is swept once it can't. */
import { holdShared, unlessTaken } from './tabLocks.ts';

const undoLock = (id: string) => `weft-undo ${id}`;

/** Keeps every tab from deleting what belongs to a deleted item for good, as long as it can be put back. */
export function holdForUndo(id: string): Promise<() => Promise<void>> {
  return holdShared(undoLock(id));
}

/** Does what can't be undone with what belongs to an item, unless a tab may still put that back. */
export async function unlessUndoable(id: string, work: () => Promise<void>): Promise<void> {
  await unlessTaken(undoLock(id), work, () => undefined);
}

/**
 * Sweeps what closed pages left over. Another tab may be about to write what would speak of it, so nothing is swept while
 * there is one, nor where nobody knows of others.
 * @param subject of what is swept, e.g. `weft-library`: each tab says so once for each
 */
export async function whileAlone(subject: string, sweep: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return;
  await navigator.locks.request(subject, { ifAvailable: true }, async (lock) => {
    // What can't be swept now is swept the next time.
    if (lock) await sweep().catch(() => undefined);
  });
  // For as long as the tab is open.
  void navigator.locks.request(subject, { mode: 'shared' }, () => new Promise<never>(() => undefined));
}

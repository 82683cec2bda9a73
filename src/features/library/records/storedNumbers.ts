/** The numbers of adapters, checkpoints and runs on the page's side: they go when nothing speaks of them any more. */
import { adapterFolder } from '../../../files/adapterNumbers.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { unlessUndoable } from '../../../kit/records/leftovers.ts';
import { isInLibrary, isSpokenOf } from './libraryIds.ts';
import { unkeptNumbers } from './unkeptNumbers.ts';

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

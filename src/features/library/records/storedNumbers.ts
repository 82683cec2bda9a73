/** The numbers of adapters, checkpoints and runs on the page's side: they go when nothing speaks of them any more. */
import { ADAPTERS, adapterFolder } from '../../../files/adapterNumbers.ts';
import type { FileStore } from '../../../files/FileStore.ts';
import { RUNS } from '../../../files/runStates.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { unkeptNumbers } from './unkeptNumbers.ts';

/** Held by every tab of the studio for as long as it is open. */
const LOCK = 'weft-library';

/** Deletes what is stored under an adapter's or a run's id. What can't be deleted now is swept when the studio starts. */
export async function forgetNumbers(id: string): Promise<void> {
  unkeptNumbers.delete(id);
  await storedFiles.removeFolder(adapterFolder(id)).catch(() => undefined);
}

/**
 * Deletes what closed pages left over: numbers whose record was never written, or was deleted. Another tab may be about
 * to write such a record or to undo a deletion, so nothing is swept while there is one, nor where nobody knows of others.
 * @param known gives the ids that are spoken of; rejects where that can't be told
 */
export async function sweepNumbers(known: () => Promise<string[]>): Promise<void> {
  if (!navigator.locks) return;
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    for (const folder of [ADAPTERS, RUNS]) {
      await removeLeftovers(storedFiles, folder, known, performance.timeOrigin).catch(() => undefined);
    }
  });
  void navigator.locks.request(LOCK, { mode: 'shared' }, () => new Promise<never>(() => undefined));
}

/**
 * Deletes the folders of ids that nobody knows.
 * @param folder where each id has a folder @param before milliseconds since 1970: what was written later belongs to this page
 */
export async function removeLeftovers(
  files: FileStore,
  folder: string,
  known: () => Promise<string[]>,
  before: number,
): Promise<void> {
  const entries = await files.list(folder);
  const ids = new Set(await known());
  const idOf = (path: string) => path.split('/')[1] ?? '';
  const fresh = new Set(entries.filter(({ writtenAt }) => writtenAt >= before).map(({ path }) => idOf(path)));
  const left = new Set(entries.map(({ path }) => idOf(path)).filter((id) => !ids.has(id) && !fresh.has(id)));
  for (const id of left) await files.removeFolder(`${folder}/${id}`);
  // What a crash broke off in the midst of writing has a name that nothing else has.
  for (const { path, writtenAt } of entries) {
    if (path.endsWith('.partial') && writtenAt < before && !left.has(idOf(path))) await files.remove(path);
  }
}

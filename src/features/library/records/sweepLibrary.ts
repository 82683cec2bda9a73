/**
 * What pages left that were closed in the middle of something: numbers and pictures whose record was never written, or was
 * deleted before them. Whatever is written goes before the record that speaks of it, and whatever is deleted after it.
 */
import { ADAPTERS, stepAt } from '../../../files/adapterNumbers.ts';
import type { FileStore } from '../../../files/FileStore.ts';
import { RUNS } from '../../../files/runStates.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { unlessUndoable } from '../../../kit/records/leftovers.ts';
import { adapterRecords } from './AdapterRecordStore.ts';
import { embeddingRecords } from './EmbeddingRecordStore.ts';
import { checkpointId, keptCheckpoints } from './keptCheckpoints.ts';
import { runRecords, sampleRecords } from './runRecords.ts';
import { unlessSpokenOf } from './storedNumbers.ts';

/** @param before milliseconds since 1970: what was written later belongs to this page */
export async function sweepLibrary(before = performance.timeOrigin): Promise<void> {
  const known = async () => [
    ...(await adapterRecords.ids()),
    ...(await embeddingRecords.ids()),
    ...(await runRecords.ids()),
  ];
  await removeLeftovers(storedFiles, ADAPTERS, known, before, unlessSpokenOf);
  // The states of a run go with the run: what it left in the library doesn't need them.
  await removeLeftovers(storedFiles, RUNS, () => runRecords.ids(), before);
  await removeUnkeptSteps(storedFiles, before);
  for (const store of [keptCheckpoints, sampleRecords]) await removeOfNobody(store, known);
}

/**
 * Deletes the folders of ids that nobody knows.
 * @param folder where each id has a folder @param before milliseconds since 1970: what was written later belongs to this page
 * @param unless deletes, where nothing speaks against it
 */
export async function removeLeftovers(
  files: FileStore,
  folder: string,
  known: () => Promise<string[]>,
  before: number,
  unless: typeof unlessSpokenOf = (_, deletion) => deletion(),
): Promise<void> {
  const entries = await files.list(folder);
  const ids = new Set(await known());
  const idOf = (path: string) => path.split('/')[1] ?? '';
  const fresh = new Set(entries.filter(({ writtenAt }) => writtenAt >= before).map(({ path }) => idOf(path)));
  const left = new Set(entries.map(({ path }) => idOf(path)).filter((id) => !ids.has(id) && !fresh.has(id)));
  for (const id of left) await unless(id, () => files.removeFolder(`${folder}/${id}`));
  // What a crash broke off in the midst of writing has a name that nothing else has.
  for (const { path, writtenAt } of entries) {
    if (path.endsWith('.partial') && writtenAt < before && !left.has(idOf(path))) await files.remove(path);
  }
}

/** Deletes the numbers of steps that no checkpoint of a finished run speaks of. A run that goes on writes its own again. */
async function removeUnkeptSteps(files: FileStore, before: number): Promise<void> {
  const entries = await files.list(ADAPTERS);
  const runs = new Set(await runRecords.ids());
  const kept = new Set(await keptCheckpoints.ids());
  for (const { path, writtenAt } of entries) {
    const place = stepAt(path);
    if (!place || writtenAt >= before || runs.has(place.run)) continue;
    const id = checkpointId(place.run, place.step);
    if (kept.has(id)) continue;
    // Once more, since this page may have put them back meanwhile.
    await unlessUndoable(place.run, async () => ((await keptCheckpoints.has(id)) ? undefined : files.remove(path)));
  }
}

/** Deletes records of runs, whose ids begin with the run's, where nothing speaks of that run. */
async function removeOfNobody(
  store: Pick<typeof sampleRecords, 'ids' | 'removeSome'>,
  known: () => Promise<string[]>,
): Promise<void> {
  const all = await store.ids();
  const ids = new Set(await known());
  const runOf = (id: string) => id.split(' ')[0] ?? '';
  for (const run of new Set(all.map(runOf).filter((id) => !ids.has(id)))) {
    await unlessSpokenOf(run, () => store.removeSome(all.filter((id) => runOf(id) === run)));
  }
}

/** What a run leaves beside its adapter or word: checkpoints, and the pictures that were drawn on its way. */

import { keep, readKept } from '../../../session/noticesStore.ts';
import { isInLibrary } from '../records/libraryIds.ts';
import { type SampleRecord, sampleRecords } from '../records/runRecords.ts';
import { forgetNumbers } from '../records/storedNumbers.ts';
import { removeCheckpoints } from './checkpoints.ts';

/** The sample pictures of a run, in the order of its steps. */
export async function samplesOf(run: string): Promise<SampleRecord[]> {
  const all = await readKept(sampleRecords);
  return all.filter((sample) => sample.run === run).sort((a, b) => a.step - b.step);
}

/** Deletes what a run left but its numbers, which `forgetNumbers` takes; gives what puts it back. */
export async function removeArtifacts(run: string): Promise<() => Promise<void>> {
  const putBackCheckpoints = await removeCheckpoints(run);
  const samples = await samplesOf(run);
  await keep(() => sampleRecords.removeSome(samples.map(({ id }) => id)));
  return async () => {
    await putBackCheckpoints();
    for (const sample of samples) await keep(() => sampleRecords.write(sample));
  };
}

/** Deletes what a run left, for good, unless it is in the library: then it belongs to the item that the run left there. */
export async function forgetArtifacts(run: string): Promise<void> {
  if (await isInLibrary(run).catch(() => false)) return;
  await removeArtifacts(run);
  await forgetNumbers(run);
}

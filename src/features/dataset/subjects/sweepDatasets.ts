/** Images that deletions and copies which were broken off left without a dataset. */
import { unlessUndoable, whileAlone } from '../../../kit/records/leftovers.ts';
import { sweepOriginals } from '../crops/originals.ts';
import { datasetOf, imageIdsOf, imageRecords } from '../imageRecords.ts';
import { datasetRecords } from './datasetRecords.ts';

/** To be called once, after the datasets have been read. */
export async function sweepDatasets(): Promise<void> {
  await whileAlone('weft-datasets', async () => {
    const known = new Set(await datasetRecords.ids());
    // Before the first was written, images of earlier versions belong to it all the same.
    if (known.size === 0) return;
    const left = new Set((await imageRecords.ids()).map(datasetOf).filter((dataset) => !known.has(dataset)));
    for (const dataset of left) await removeRecordsOf(dataset);
  });
  await sweepOriginals().catch(() => undefined);
}

/** Deletes a dataset's images for good, and photographs that no other has, unless a tab may still put it back, or has. */
export async function removeImagesOf(dataset: string): Promise<void> {
  await removeRecordsOf(dataset);
  await sweepOriginals();
}

async function removeRecordsOf(dataset: string): Promise<void> {
  await unlessUndoable(dataset, async () => {
    if (await datasetRecords.has(dataset)) return;
    await imageRecords.removeSome(await imageIdsOf(dataset));
  });
}

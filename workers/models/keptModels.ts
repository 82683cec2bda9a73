/** What is stored of models, and what of it nobody can use any more. */
import type { StoredModel } from '../../src/contract/models.ts';
import type { KeptModels, UnfinishedModel } from '../../src/contract/modelsWorker.ts';
import { storageRoom } from '../../src/files/storageRoom.ts';
import { hasNext, modelFolder, modelIds, readDescription, removeModelFolder, removeNext } from './modelFolder.ts';
import { ownModel } from './modelInUse.ts';
import { sweepProbes } from './requireRoom.ts';
import { presentBytes } from './transfer/partialFile.ts';

export async function keptModels(): Promise<KeptModels> {
  const models: StoredModel[] = [];
  const unfinished: UnfinishedModel[] = [];
  await sweepProbes();
  for (const id of await modelIds()) {
    const folder = await modelFolder(id);
    const whole = folder && (await readDescription(folder, 'whole'));
    const begun = folder && !whole ? await readDescription(folder, 'unfinished') : null;
    if (folder && (whole || begun) && (await hasNext(folder))) await sweep(id, () => removeNext(folder));
    if (whole) models.push(whole);
    else if (begun?.origin.kind === 'hub')
      unfinished.push({ model: begun, doneBytes: await bytesThere(folder, begun) });
    // A copy that a closed page broke off can't be gone on with, and would take its room for ever.
    else await sweep(id, () => removeModelFolder(id));
  }
  const ofWhole = models.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0);
  const ofUnfinished = unfinished.reduce((sum, { doneBytes }) => sum + doneBytes, 0);
  return {
    models: models.sort((a, b) => b.addedAt - a.addedAt),
    unfinished,
    modelBytes: ofWhole + ofUnfinished,
    ...(await storageRoom()),
  };
}

export async function bytesThere(folder: FileSystemDirectoryHandle | null, { files }: StoredModel): Promise<number> {
  let sum = 0;
  if (folder) for (const file of files) sum += Math.min(file.bytes, await presentBytes(folder, file));
  return sum;
}

/** Deletes what a page that was closed in the midst of it left of a model. */
async function sweep(id: string, remove: () => Promise<void>): Promise<void> {
  // Somebody else may be writing there right now.
  await ownModel(id, remove).catch(() => undefined);
}

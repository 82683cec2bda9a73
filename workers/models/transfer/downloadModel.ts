/** Downloads a model file by file, or goes on with it; each is held against its digest before it counts. */

import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import type { ModelFile, ModelOrigin, StoredModel } from '../../../src/contract/models.ts';
import type { AddedModel, HubAccessRequest, TransferProgress } from '../../../src/contract/modelsWorker.ts';
import { fileUrl } from '../hub/hubListing.ts';
import { tokenFor } from '../hub/hubTrust.ts';
import { makeModelFolder, writeDescription } from '../modelFolder.ts';
import { requireRoom } from '../requireRoom.ts';
import { fetchFile } from './fetchFile.ts';
import { isComplete, PartialFile, presentBytes } from './partialFile.ts';
import { TransferMeter } from './transferMeter.ts';

/** How often a file is fetched that comes damaged, before it is the server's. */
const FETCHES = 2;

export interface Transfer {
  onProgress: (progress: TransferProgress) => void;
  signal: AbortSignal;
  /** Lets the page's messages in. @throws where the transfer was cancelled */
  yieldNow: () => Promise<void>;
}

type HubOrigin = Extract<ModelOrigin, { kind: 'hub' }>;

/** @throws StudioError; what was downloaded by then stays, and is gone on with by calling this again */
export async function downloadModel(
  model: StoredModel & { origin: HubOrigin },
  { token, confirmedHubs }: HubAccessRequest,
  transfer: Transfer,
): Promise<AddedModel> {
  const { origin, files } = model;
  const folder = await makeModelFolder(model.id);
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let present = 0;
  for (const file of files) present += await presentBytes(folder, file);
  await requireRoom(Math.max(0, totalBytes - present));
  await writeDescription(folder, 'unfinished', model);

  const meter = new TransferMeter(totalBytes, transfer.onProgress);
  const access = { repository: origin.repository, token: tokenFor(origin.hub, token, confirmedHubs) };
  const notes: string[] = [];
  const described: ModelFile[] = [];
  for (const file of files) {
    if (await isComplete(folder, file)) {
      meter.alreadyThere(file.bytes);
      described.push(file);
      continue;
    }
    const partial = await PartialFile.open(folder, file, async (bytes) => {
      meter.checking();
      meter.alreadyThere(bytes);
      await transfer.yieldNow();
    });
    try {
      const url = fileUrl(origin.hub, origin.repository, origin.commit, file.path);
      const digest = await fetchWhole({ url, access, file }, partial, meter, transfer.signal, notes);
      described.push({ ...file, digest });
      await partial.complete();
    } catch (error) {
      partial.close();
      throw error;
    }
  }
  const whole = { ...model, files: described, addedAt: Date.now() };
  await writeDescription(folder, 'whole', whole);
  return { model: whole, notes };
}

/** Fetches a file until it is what its digest says; gives that. */
async function fetchWhole(
  request: Parameters<typeof fetchFile>[0],
  partial: PartialFile,
  meter: TransferMeter,
  signal: AbortSignal,
  notes: string[],
): Promise<ModelFile['digest']> {
  const { file } = request;
  for (let fetches = 1; ; fetches++) {
    await fetchFile(request, partial, meter, signal);
    const digest = partial.digest();
    if (!file.digest || digest?.hex === file.digest.hex) return digest;
    meter.lost(partial.length);
    partial.clear();
    if (fetches === FETCHES) {
      throw studioError(
        'model-damaged',
        say('The file {path} came damaged {times} times: its contents are not what the hub says they are.', {
          path: file.path,
          times: FETCHES,
        }),
        'Go on later or from another network; only this file is fetched again.',
      );
    }
    notes.push(`The file ${file.path} came damaged and was fetched again; now it is whole.`);
  }
}

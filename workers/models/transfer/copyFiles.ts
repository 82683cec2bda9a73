/** Copies files of the person's own into a model's folder, with the digest of each. */

import { studioError } from '../../../src/contract/errors.ts';
import { say } from '../../../src/contract/message.ts';
import type { StoredModel } from '../../../src/contract/models.ts';
import type { AddedModel } from '../../../src/contract/modelsWorker.ts';
import { makeModelFolder, removeModelFolder, writeDescription } from '../modelFolder.ts';
import { requireRoom } from '../requireRoom.ts';
import type { Transfer } from './downloadModel.ts';
import { PartialFile } from './partialFile.ts';
import { TransferMeter } from './transferMeter.ts';

/**
 * @param contents the files by their paths in the model
 * @throws StudioError; nothing of the model stays then
 */
export async function copyFiles(
  model: StoredModel,
  contents: ReadonlyMap<string, File>,
  transfer: Transfer,
): Promise<AddedModel> {
  const totalBytes = model.files.reduce((sum, { bytes }) => sum + bytes, 0);
  await requireRoom(totalBytes);
  const folder = await makeModelFolder(model.id);
  try {
    await writeDescription(folder, 'unfinished', model);
    const meter = new TransferMeter(totalBytes, transfer.onProgress);
    const files = [];
    for (const file of model.files) {
      const source = contents.get(file.path);
      if (!source)
        throw studioError('internal', say('There is no file {path} to copy.', { path: file.path }), 'Choose it again.');
      const partial = await PartialFile.open(folder, file, transfer.yieldNow);
      try {
        await copyInto(partial, source, meter, transfer);
        files.push({ ...file, digest: partial.digest() });
        await partial.complete();
      } catch (error) {
        partial.close();
        throw error;
      }
    }
    const whole = { ...model, files, addedAt: Date.now() };
    await writeDescription(folder, 'whole', whole);
    return { model: whole, notes: [] };
  } catch (error) {
    await removeModelFolder(model.id);
    throw error;
  }
}

async function copyInto(
  partial: PartialFile,
  source: File,
  meter: TransferMeter,
  { signal, yieldNow }: Transfer,
): Promise<void> {
  partial.clear();
  const reader = source.stream().getReader();
  try {
    for (let next = await readNext(reader, source); !next.done; next = await readNext(reader, source)) {
      signal.throwIfAborted();
      partial.append(next.value);
      meter.came(next.value.byteLength);
      await yieldNow();
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function readNext(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>, { name }: File) {
  try {
    return await reader.read();
  } catch {
    // Browsers hold a file to what it was when it was chosen.
    throw studioError(
      'model-unavailable',
      say('The file {name} could not be read to its end.', { name }),
      'It may have been moved or changed meanwhile: choose it again.',
    );
  }
}

/** Reads a stored model again, and deletes the files that are not what they were and can be fetched again. */

import { studioError } from '../../src/contract/errors.ts';
import type { StoredModel } from '../../src/contract/models.ts';
import { findFile, modelFolder, readDescription, writeDescription } from './modelFolder.ts';
import type { Transfer } from './transfer/downloadModel.ts';
import { streamDigest } from './transfer/streamDigest.ts';
import { TransferMeter } from './transfer/transferMeter.ts';

/** Bytes read at a time. */
const PIECE = 1024 * 1024;

/** Gives the paths of files that are damaged or missing; a hub's model is unfinished until they are back. */
export async function checkModel(id: string, transfer: Transfer): Promise<string[]> {
  const folder = await modelFolder(id);
  const model = folder && (await readDescription(folder, 'whole'));
  if (!model) throw studioError('model-unavailable', 'The model is not in this browser any more.', 'Add it again.');
  const meter = new TransferMeter(
    model.files.reduce((sum, { bytes }) => sum + bytes, 0),
    transfer.onProgress,
  );
  meter.checking();
  const damaged: string[] = [];
  for (const file of model.files) {
    if (!(await isWhole(folder, file, meter, transfer))) damaged.push(file.path);
  }
  // What a person brought along can't be fetched again, and half of it may still be worth more than nothing.
  if (damaged.length > 0 && model.origin.kind === 'hub') {
    await writeDescription(folder, 'unfinished', model);
    for (const path of damaged) await removeFile(folder, path);
  }
  return damaged;
}

async function isWhole(
  folder: FileSystemDirectoryHandle,
  { path, bytes, digest }: StoredModel['files'][number],
  meter: TransferMeter,
  { yieldNow }: Transfer,
): Promise<boolean> {
  const stored = await (await findFile(folder, path))?.getFile();
  if (stored?.size !== bytes) return false;
  if (!digest) return true;
  const computed = await streamDigest(digest.kind, bytes);
  for (let offset = 0; offset < bytes; offset += PIECE) {
    const piece = new Uint8Array(await stored.slice(offset, offset + PIECE).arrayBuffer());
    computed.add(piece);
    meter.alreadyThere(piece.byteLength);
    await yieldNow();
  }
  return computed.hex() === digest.hex;
}

async function removeFile(folder: FileSystemDirectoryHandle, path: string): Promise<void> {
  const names = path.split('/');
  const name = names.pop() ?? '';
  let place = folder;
  for (const part of names) place = await place.getDirectoryHandle(part, { create: true });
  await place.removeEntry(name).catch(() => undefined);
}

/**
 * A model's folder in the browser's own file system (OPFS): `models/<id>/`, with its files at their own paths and a
 * description in `model.json`.
 */
import { Failure } from '../outcome.ts';
import { StoredModel } from '../protocol.ts';

const ROOT = 'models';
const DESCRIPTION = 'model.json';

/** The folder of all models. @throws Failure where the browser has no such file system for this page */
export async function modelsFolder(): Promise<FileSystemDirectoryHandle> {
  // Missing in a page served without TLS from another machine; refused in some private windows.
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(ROOT, { create: true });
  } catch {
    throw new Failure(
      'model-unavailable',
      'This browser gives the studio no place to keep models in.',
      'Open the studio on this machine or by https, outside a private window; the starter works everywhere.',
    );
  }
}

/** One model's folder; null where there is none. */
export async function modelFolder(id: string): Promise<FileSystemDirectoryHandle | null> {
  const folders = await modelsFolder();
  return orNull(() => folders.getDirectoryHandle(id));
}

/** A file by its path within a folder; null where there is none. */
export async function findFile(folder: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle | null> {
  return orNull(() => reachFile(folder, path));
}

/** What describes the model in a folder; null where it is missing or damaged. */
export async function readDescription(folder: FileSystemDirectoryHandle): Promise<StoredModel | null> {
  const handle = await findFile(folder, DESCRIPTION);
  if (!handle) return null;
  try {
    return StoredModel.parse(JSON.parse(await (await handle.getFile()).text()));
  } catch {
    return null;
  }
}

async function reachFile(folder: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle> {
  const names = path.split('/');
  const name = names.pop() ?? '';
  let place = folder;
  for (const part of names) place = await place.getDirectoryHandle(part);
  return place.getFileHandle(name);
}

/** What is looked for; null where it isn't there. */
async function orNull<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return null;
    throw error;
  }
}

/**
 * A model's folder in the browser's own file system (OPFS): `models/<id>/`, with its files at their own paths and a
 * description in `model.json`. A folder whose files are still coming has `unfinished.json` instead, written before the first
 * of them.
 */

import { parseShallowJson } from '@weft/engine';
import { studioError } from '../../src/contract/errors.ts';
import { StoredModel } from '../../src/contract/models.ts';
import { type MovableHandle, orNull, writeWhole } from '../../src/files/fileHandles.ts';

const ROOT = 'models';
const DESCRIPTIONS = { whole: 'model.json', unfinished: 'unfinished.json' } as const;
/** A description on its way. */
const NEXT = 'description.partial';

/** Whether all files of a model are there. */
export type ModelState = keyof typeof DESCRIPTIONS;

/** The folder of all models. @throws StudioError where the browser has no such file system for this page */
export async function modelsFolder(): Promise<FileSystemDirectoryHandle> {
  // Missing in a page served without TLS from another machine; refused in some private windows.
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(ROOT, { create: true });
  } catch {
    throw studioError(
      'model-unavailable',
      'This browser gives the studio no place to keep models in.',
      'Open the studio on this machine or by https, outside a private window; the starter works everywhere.',
    );
  }
}

/** The names of all models' folders. */
export async function modelIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const [name, handle] of (await modelsFolder()).entries()) {
    if (handle.kind === 'directory') ids.push(name);
  }
  return ids;
}

/** One model's folder; null where there is none. */
export async function modelFolder(id: string): Promise<FileSystemDirectoryHandle | null> {
  const folders = await modelsFolder();
  return orNull(() => folders.getDirectoryHandle(id));
}

export async function makeModelFolder(id: string): Promise<FileSystemDirectoryHandle> {
  return (await modelsFolder()).getDirectoryHandle(id, { create: true });
}

/** Deletes a folder and all that is in it; what says that the model is whole goes first, since not all of it goes at once. */
export async function removeModelFolder(id: string): Promise<void> {
  const folders = await modelsFolder();
  await orNull(async () => (await folders.getDirectoryHandle(id)).removeEntry(DESCRIPTIONS.whole));
  await orNull(() => folders.removeEntry(id, { recursive: true }));
}

/** A file by its path within a folder; null where there is none. */
export async function findFile(folder: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle | null> {
  return orNull(() => reachFile(folder, path, false));
}

/** A file by its path within a folder, made with the folders on its way where it isn't there. */
export function makeFile(folder: FileSystemDirectoryHandle, path: string): Promise<FileSystemFileHandle> {
  return reachFile(folder, path, true);
}

/** What describes the model in a folder; null where it is missing or damaged. */
export async function readDescription(
  folder: FileSystemDirectoryHandle,
  state: ModelState,
): Promise<StoredModel | null> {
  const handle = await findFile(folder, DESCRIPTIONS[state]);
  if (!handle) return null;
  try {
    return StoredModel.parse(parseShallowJson(await (await handle.getFile()).text()));
  } catch {
    return null;
  }
}

/** Says what a folder holds, in place of what was said of it before: by a new file, so that a crash leaves one of them whole. */
export async function writeDescription(
  folder: FileSystemDirectoryHandle,
  state: ModelState,
  model: StoredModel,
): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(model));
  const handle = await folder.getFileHandle(NEXT, { create: true });
  try {
    const access = await handle.createSyncAccessHandle();
    try {
      access.truncate(0);
      writeWhole(access, bytes, 0);
      access.flush();
    } finally {
      access.close();
    }
    await (handle as MovableHandle).move(DESCRIPTIONS[state]);
  } catch (error) {
    await removeNext(folder);
    throw error;
  }
  // The other one goes last: between the two a crash finds the model unfinished, and going on finds nothing to do.
  const other = state === 'whole' ? 'unfinished' : 'whole';
  await orNull(() => folder.removeEntry(DESCRIPTIONS[other]));
}

/** Whether a crash broke a new description off. */
export async function hasNext(folder: FileSystemDirectoryHandle): Promise<boolean> {
  return (await findFile(folder, NEXT)) !== null;
}

/** Deletes a description that was broken off. */
export async function removeNext(folder: FileSystemDirectoryHandle): Promise<void> {
  await orNull(() => folder.removeEntry(NEXT));
}

async function reachFile(
  folder: FileSystemDirectoryHandle,
  path: string,
  create: boolean,
): Promise<FileSystemFileHandle> {
  const names = path.split('/');
  const name = names.pop() ?? '';
  let place = folder;
  for (const part of names) place = await place.getDirectoryHandle(part, { create });
  return place.getFileHandle(name, { create });
}

/**
 * The frames of films, one entry each so that they are kept as they come, and the finished files, which may be larger than
 * one value of IndexedDB can be. Earlier versions kept these there; they are read where they lie.
 */
import { createStore, del, delMany, get, keys, set, type UseStore } from 'idb-keyval';
import { type Said, say } from '../../../contract/message.ts';
import { StorageError } from '../../../files/StorageError.ts';
import { storedFiles } from '../../../files/storedFiles.ts';

let opened: UseStore | null = null;

async function guard<R>(failure: Said, use: (store: UseStore) => Promise<R>): Promise<R> {
  try {
    opened ??= createStore('weft-film-files', 'files');
    return await use(opened);
  } catch (cause) {
    throw new StorageError(failure, cause);
  }
}

const frameKey = (film: string, index: number) => [film, 'frame', index];
const formerKey = (film: string) => [film, 'file'];
const FILMS = 'films';
const filmFolder = (film: string) => `${FILMS}/${film}`;
const filePath = (film: string) => `${filmFolder(film)}/film`;

async function read(key: IDBValidKey): Promise<ArrayBuffer | null> {
  const stored: unknown = await guard(say('Could not read the film'), (store) => get(key, store));
  return stored instanceof ArrayBuffer ? stored : null;
}

/** @throws StorageError */
export function writeFrame(film: string, index: number, frame: ArrayBuffer): Promise<void> {
  return guard(say('Could not keep a frame of the film'), (store) => set(frameKey(film, index), frame, store));
}

/** Null where it is not there. @throws StorageError */
export function readFrame(film: string, index: number): Promise<ArrayBuffer | null> {
  return read(frameKey(film, index));
}

/** @throws StorageError */
export function writeFile(film: string, file: ArrayBuffer | Blob): Promise<void> {
  return guard(say('Could not keep the film'), async (store) => {
    await storedFiles.write(filePath(film), file instanceof Blob ? file : new Uint8Array(file));
    await del(formerKey(film), store);
  });
}

/** Null where it is not there. @throws StorageError */
export async function readFile(film: string): Promise<Blob | null> {
  const file = await guard(say('Could not read the film'), () => storedFiles.read(filePath(film)));
  if (file) return file;
  const former = await read(formerKey(film));
  return former && new Blob([former]);
}

/** For each film, how many frames are there from its first on without a gap. @throws StorageError */
export async function countFrames(): Promise<Map<string, number>> {
  const all = await guard(say('Could not read the films'), (store) => keys(store));
  const places = new Map<string, Set<number>>();
  for (const key of all) {
    if (!Array.isArray(key) || key[1] !== 'frame') continue;
    const [film, , index] = key as [string, string, number];
    places.set(film, (places.get(film) ?? new Set()).add(index));
  }
  return new Map([...places].map(([film, indices]) => [film, unbroken(indices)]));
}

/** The films of which there is anything, frames or a file. @throws StorageError */
export async function storedFilms(): Promise<Set<string>> {
  return guard(say('Could not read the films'), async (store) => {
    const files = await storedFiles.list(FILMS);
    const frames = (await keys(store)).flatMap((key) => (Array.isArray(key) ? String(key[0]) : []));
    return new Set([...files.map(({ path }) => path.split('/')[1] ?? ''), ...frames]);
  });
}

/** Deletes what writings of a film's file left that were broken off. @throws StorageError */
export function removeBrokenOff(film: string): Promise<void> {
  return guard(say('Could not delete from the films'), async () => {
    const files = await storedFiles.list(filmFolder(film));
    for (const { path } of files) if (path !== filePath(film)) await storedFiles.remove(path);
  });
}

function unbroken(indices: ReadonlySet<number>): number {
  let count = 0;
  while (indices.has(count)) count++;
  return count;
}

/** Deletes a film's frames, and its file too where asked. @throws StorageError */
export function removeFiles(film: string, what: 'frames' | 'all'): Promise<void> {
  return guard(say('Could not delete from the films'), async (store) => {
    const own = (await keys(store)).filter((key) => Array.isArray(key) && key[0] === film);
    if (what === 'all') await storedFiles.removeFolder(filmFolder(film));
    await delMany(what === 'all' ? own : own.filter((key) => (key as IDBValidKey[])[1] === 'frame'), store);
  });
}

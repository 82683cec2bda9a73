/**
 * Files in IndexedDB, for browsers and windows without a file system of their own. A file lies in pieces, since one
 * value holds at most 127 MiB in Chromium; a table of contents names them, and is written last.
 */
import { createStore, delMany, get, keys, set, type UseStore } from 'idb-keyval';
import * as z from 'zod';
import type { FileStore } from './FileStore.ts';

/** Bytes of a piece. */
const PIECE = 32 * 1024 * 1024;

/** A table of values by keys, as IndexedDB has them. */
export interface Table {
  get(key: IDBValidKey): Promise<unknown>;
  set(key: IDBValidKey, value: unknown): Promise<void>;
  remove(keys: IDBValidKey[]): Promise<void>;
  keys(): Promise<IDBValidKey[]>;
}

/** Where a file's pieces lie: under its path, this version and their places. */
const Contents = z.object({ version: z.string(), pieces: z.number().int().nonnegative(), writtenAt: z.number() });

/** @param piece bytes of a piece */
export function chunkedFiles(table: Table, piece = PIECE): FileStore {
  const contentsOf = async (path: string) => Contents.safeParse(await table.get([path])).data ?? null;
  const removeWhere = async (matches: (path: string, version: unknown) => boolean) => {
    const found = (await table.keys()).filter(
      (key) => Array.isArray(key) && typeof key[0] === 'string' && matches(key[0], key[1]),
    );
    // The tables of contents first: what a crash leaves then belongs to no file.
    await table.remove(found.filter((key) => (key as IDBValidKey[]).length === 1));
    await table.remove(found);
  };
  return {
    async read(path) {
      const contents = await contentsOf(path);
      if (!contents) return null;
      const pieces: ArrayBuffer[] = [];
      for (let place = 0; place < contents.pieces; place++) {
        const stored = await table.get([path, contents.version, place]);
        if (!(stored instanceof ArrayBuffer)) return null;
        pieces.push(stored);
      }
      return new Blob(pieces);
    },

    async write(path, content) {
      const version = Array.from(crypto.getRandomValues(new Uint32Array(2)), String).join('-');
      const pieces = Math.ceil((content instanceof Blob ? content.size : content.byteLength) / piece);
      try {
        for (let place = 0; place < pieces; place++) {
          const from = place * piece;
          const bytes = content.slice(from, from + piece);
          await table.set([path, version, place], bytes instanceof Blob ? await bytes.arrayBuffer() : bytes.buffer);
        }
        await table.set([path], { version, pieces, writtenAt: Date.now() });
      } catch (error) {
        await removeWhere((other, own) => other === path && own === version).catch(() => undefined);
        throw error;
      }
      await removeWhere((other, own) => other === path && own !== undefined && own !== version);
    },

    remove: (path) => removeWhere((other) => other === path),
    removeFolder: (folder) => removeWhere((other) => other.startsWith(`${folder}/`)),

    async list(folder) {
      const paths = new Set<string>();
      for (const key of await table.keys()) {
        if (Array.isArray(key) && typeof key[0] === 'string' && key[0].startsWith(`${folder}/`)) paths.add(key[0]);
      }
      const found = Array.from(paths, async (path) => ({ path, writtenAt: (await contentsOf(path))?.writtenAt ?? 0 }));
      return Promise.all(found);
    },
  };
}

/** The table of this page in IndexedDB, opened at first use: a browser may refuse, and the page has to live on. */
export function indexedTable(database: string): Table {
  let opened: UseStore | null = null;
  const store = () => {
    opened ??= createStore(database, 'pieces');
    return opened;
  };
  return {
    get: async (key) => get(key, store()),
    set: async (key, value) => set(key, value, store()),
    remove: async (all) => delMany(all, store()),
    keys: async () => keys(store()),
  };
}

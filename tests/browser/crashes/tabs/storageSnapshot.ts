/** All that a context keeps for the studio, taken aside and put back, so that each pair of tabs begins with the same. */
import type { Page } from '@playwright/test';

interface Keeper {
  keep: () => Promise<void>;
  putBack: () => Promise<void>;
}

/** @param page one of the same origin on which the studio doesn't run, and stays until the last time it is put back */
export async function snapshotIn(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    type Table = Map<string, [IDBValidKey, unknown][]>;
    const databases = new Map<string, Table>();
    const files = new Map<string, ArrayBuffer>();
    let texts: [string, string][] = [];
    const names = async () => (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
    const eachTable = async (name: string, use: (table: string, store: IDBObjectStore) => Promise<void>) => {
      const database = await settled(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        await use(table, database.transaction(table, 'readwrite').objectStore(table));
      }
      database.close();
    };
    const walk = async (folder: FileSystemDirectoryHandle, prefix: string) => {
      for await (const [name, handle] of folder.entries()) {
        if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle, `${prefix}${name}/`);
        else files.set(prefix + name, await (await (handle as FileSystemFileHandle).getFile()).arrayBuffer());
      }
    };
    const writeFile = async (path: string, bytes: ArrayBuffer) => {
      const parts = path.split('/');
      const name = parts.pop() ?? '';
      let folder = await navigator.storage.getDirectory();
      for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
      const writing = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await writing.write(bytes);
      await writing.close();
    };
    const keeper: Keeper = {
      async keep() {
        for (const name of await names()) {
          const tables: Table = new Map();
          databases.set(name, tables);
          await eachTable(name, async (table, store) => {
            const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
            tables.set(
              table,
              keys.map((key, place) => [key, values[place]]),
            );
          });
        }
        await walk(await navigator.storage.getDirectory(), '');
        texts = Object.entries(localStorage);
      },
      async putBack() {
        for (const name of await names()) {
          await eachTable(name, async (table, store) => {
            await settled(store.clear());
            for (const [key, value] of databases.get(name)?.get(table) ?? []) await settled(store.put(value, key));
          });
        }
        const root = await navigator.storage.getDirectory();
        const present: string[] = [];
        for await (const name of root.keys()) present.push(name);
        for (const name of present) await root.removeEntry(name, { recursive: true });
        for (const [path, bytes] of files) await writeFile(path, bytes);
        localStorage.clear();
        for (const [key, text] of texts) localStorage.setItem(key, text);
      },
    };
    Object.assign(globalThis, { keeper });
    await keeper.keep();
  });
  return () => page.evaluate(() => (globalThis as unknown as { keeper: Keeper }).keeper.putBack());
}

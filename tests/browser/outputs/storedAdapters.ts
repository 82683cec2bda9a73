/** The adapters as they lie in storage: their records in IndexedDB, their numbers in the browser's own file system. */
import type { Page } from '@playwright/test';

export interface StoredAdapter {
  name: string;
  /** 0 for what was not trained here. */
  stepsDone: number;
  rank: number;
  modules: number;
  /** Their names. */
  layers: string[];
  /** Of the run that made it. */
  settings: unknown;
  /** θ, as plain numbers. */
  theta: number[];
}

/** Every record of the adapters' database, with its numbers. */
export function storedAdapters(page: Page): Promise<StoredAdapter[]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('weft-adapters'));
    const records = await settled(database.transaction('records').objectStore('records').getAll());
    database.close();
    const root = await navigator.storage.getDirectory();
    const numbersOf = async (id: string) => {
      const folder = await (await root.getDirectoryHandle('adapters')).getDirectoryHandle(id);
      const file = await (await folder.getFileHandle('theta.f32')).getFile();
      return [...new Float32Array(await file.arrayBuffer())];
    };
    const numbers = await Promise.all(records.map(({ id }) => numbersOf(id)));
    return records.map(({ name, origin, adapter }, index) => ({
      name,
      stepsDone: origin.stepsDone ?? 0,
      rank: adapter.rank,
      modules: adapter.modules.length,
      layers: adapter.modules.map((module: { name: string }) => module.name),
      settings: origin.settings ?? null,
      theta: numbers[index] ?? [],
    }));
  });
}

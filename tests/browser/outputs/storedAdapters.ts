/** The adapters as they lie in IndexedDB. */
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

/** Every record of the adapters' database. */
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
    return records.map(({ name, origin, adapter }) => ({
      name,
      stepsDone: origin.stepsDone ?? 0,
      rank: adapter.rank,
      modules: adapter.modules.length,
      layers: adapter.modules.map((module: { name: string }) => module.name),
      settings: origin.settings ?? null,
      theta: [...adapter.theta],
    }));
  });
}

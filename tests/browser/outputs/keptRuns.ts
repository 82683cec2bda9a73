/** What storage holds of unfinished training runs. */
import type { Page } from '@playwright/test';

/** The step of each run's last checkpoint; a run without one is 0. */
export function keptRunSteps(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const all = async (name: string) => {
      const present = await indexedDB.databases();
      if (!present.some((database) => database.name === name)) return [];
      const database = await settled(indexedDB.open(name));
      const records = await settled(database.transaction('records').objectStore('records').getAll());
      database.close();
      return records;
    };
    const checkpoints = await all('weft-run-checkpoints');
    return (await all('weft-runs')).map(({ id }) => checkpoints.find((checkpoint) => checkpoint.id === id)?.step ?? 0);
  });
}

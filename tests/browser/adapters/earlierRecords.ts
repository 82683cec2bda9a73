/** Turns the library's records into what earlier versions wrote: numbers within the records, and none beside them. */
import type { Page } from '@playwright/test';

/**
 * The one adapter that is kept, as the version before wrote it and, under another name, as 0.1.0 did. To be called on a
 * page of the same origin on which the studio doesn't run.
 */
export async function writeEarlierRecords(page: Page, firstName: string): Promise<void> {
  await page.evaluate(async (name) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const root = await navigator.storage.getDirectory();
    const database = await settled(indexedDB.open('weft-adapters'));
    const [record] = await settled(database.transaction('records').objectStore('records').getAll());
    const folder = await (await root.getDirectoryHandle('adapters')).getDirectoryHandle(record.id);
    const file = await (await folder.getFileHandle('theta.f32')).getFile();
    const { bytes: _, ...layers } = record.adapter;
    const adapter = { ...layers, theta: new Float32Array(await file.arrayBuffer()) };
    const { origin, file: __, fewSteps: ___, scores: ____, ...about } = record;
    const { settings, losses, stepsDone, stopped } = origin;
    const first = { ...about, id: 'first', name, createdAt: 1, adapter, settings, losses, stepsDone, stopped };
    const store = database.transaction('records', 'readwrite').objectStore('records');
    await settled(store.put({ ...record, adapter }, record.id));
    await settled(store.put(first, first.id));
    database.close();
    await root.removeEntry('adapters', { recursive: true });
  }, firstName);
}

/** For each record of an adapter whether numbers lie within it. */
export function recordsWithNumbers(page: Page): Promise<Record<string, boolean>> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('weft-adapters'));
    const records = await settled(database.transaction('records').objectStore('records').getAll());
    database.close();
    return Object.fromEntries(records.map(({ name, adapter }) => [name, 'theta' in adapter]));
  });
}

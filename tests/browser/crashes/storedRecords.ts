/** What lies in the databases, so that a test can wait for storage: a page shows what is done before that has it. */
import type { Page } from '@playwright/test';

export type Plain = Record<string, string | number | boolean | null>;

/** Every record of a database, without what is no text, number or truth value. */
export function storedRecords(page: Page, database: string): Promise<Plain[]> {
  return page.evaluate(async (name) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    // Opened before the studio does, it would be there without its tables.
    if (!(await indexedDB.databases()).some((present) => present.name === name)) return [];
    const opened = await settled(indexedDB.open(name));
    const records: object[] = await settled(opened.transaction('records').objectStore('records').getAll());
    opened.close();
    const plain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value);
    return records.map(
      (record) => Object.fromEntries(Object.entries(record).filter(([, value]) => plain(value))) as Plain,
    );
  }, database);
}

/** One field of each record, in order of their ids. */
export async function storedValues(page: Page, database: string, field: string): Promise<Plain[string][]> {
  return (await storedRecords(page, database)).map((record) => record[field] ?? null);
}

/** The paths of all files below a folder of the browser's own file system. */
export function storedPaths(page: Page, folder: string): Promise<string[]> {
  return page.evaluate(async (name) => {
    const paths: string[] = [];
    const walk = async (handle: FileSystemDirectoryHandle, prefix: string) => {
      for await (const [entry, inner] of handle.entries()) {
        if (inner.kind === 'directory') await walk(inner as FileSystemDirectoryHandle, `${prefix}${entry}/`);
        else paths.push(prefix + entry);
      }
    };
    const root = await navigator.storage.getDirectory();
    const handle = await root.getDirectoryHandle(name).catch(() => null);
    if (handle) await walk(handle, '');
    return paths;
  }, folder);
}

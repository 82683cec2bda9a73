/**
 * What lies in the databases, so that a test can wait for storage (a page shows what is done before that has it), and what a
 * test puts there.
 */
import type { Page } from '@playwright/test';

export type Plain = Record<string, string | number | boolean | null>;

/** Every record of a database, without what is no text, number or truth value. @param part an object within, whose fields stand among its own */
export function storedRecords(page: Page, database: string, part = ''): Promise<Plain[]> {
  return page.evaluate(
    async ([name, inner]: readonly [string, string]) => {
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
      return records.map((record) => {
        const all = { ...Reflect.get(record, inner), ...record };
        return Object.fromEntries(Object.entries(all).filter(([, value]) => plain(value))) as Plain;
      });
    },
    [database, part] as const,
  );
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

/**
 * Puts records into a database as they are given, but bytes (`Uint8Array`) as the buffers that the studio keeps. To be
 * called on a page of the same origin; one on which the studio runs doesn't hear of it.
 */
export async function keepRecords<T extends { id: string }>(
  page: Page,
  database: string,
  records: readonly T[],
): Promise<void> {
  await page.evaluate(
    async ([name, given]: readonly [string, readonly { id: string }[]]) => {
      const settled = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const asKept = (value: unknown): unknown => {
        if (value instanceof Uint8Array) return value.slice().buffer;
        if (Array.isArray(value)) return value.map(asKept);
        if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asKept(inner)]));
      };
      const opening = indexedDB.open(name);
      opening.onupgradeneeded = () => opening.result.createObjectStore('records');
      const opened = await settled(opening);
      const store = opened.transaction('records', 'readwrite').objectStore('records');
      for (const record of given) store.put(asKept(record), record.id);
      await new Promise<void>((resolve, reject) => {
        store.transaction.oncomplete = () => resolve();
        store.transaction.onabort = () => reject(store.transaction.error);
      });
      opened.close();
    },
    [database, records] as const,
  );
}

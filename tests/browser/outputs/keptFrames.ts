/** The frames of films as they lie in IndexedDB. */
import type { Page } from '@playwright/test';

/** For each film that has frames, theirs in order, as base64 of what is stored. */
export function keptFrames(page: Page): Promise<string[][]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open('weft-film-files'));
    const store = database.transaction('files').objectStore('files');
    const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
    database.close();
    const films = new Map<string, string[]>();
    for (const [i, key] of (keys as [string, string, number][]).entries()) {
      const [film, kind, index] = key;
      if (kind !== 'frame') continue;
      const frames = films.get(film) ?? [];
      frames[index] = btoa(Array.from(new Uint8Array(values[i]), (byte) => String.fromCharCode(byte)).join(''));
      films.set(film, frames);
    }
    return [...films.values()];
  });
}

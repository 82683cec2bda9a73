/** The class images as they lie in IndexedDB. */
import type { Page } from '@playwright/test';

/** Each set's prompt, how it was drawn, and its images' files in order, as base64. */
export function keptClassImages(page: Page): Promise<{ prompt: string; drawing: string; images: string[] }[]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const all = async (name: string) => {
      const database = await settled(indexedDB.open(name));
      const records = await settled(database.transaction('records').objectStore('records').getAll());
      database.close();
      return records;
    };
    const base64 = (bytes: ArrayBuffer) =>
      btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''));
    const images = await all('weft-class-images');
    return (await all('weft-class-sets')).map(({ id, prompt, drawing }) => ({
      prompt,
      drawing,
      images: images.filter((image) => image.id.startsWith(`${id} `)).map(({ png }) => base64(png)),
    }));
  });
}

/** A gallery of many pictures that were never drawn: PNGs of one colour each, put into the studio's storage. */
import type { Page } from '@playwright/test';
import type { CreateSettings } from '../../../src/contract/drawing.ts';

export interface KeptPicture {
  id: string;
  createdAt: number;
  settings: CreateSettings;
  model: string;
  adapters: { name: string; weight: number }[];
  seconds: number;
}

/** To be called on a page of the same origin on which the studio doesn't run. */
export async function keepPictures(page: Page, pictures: readonly KeptPicture[]): Promise<void> {
  await page.evaluate(async (given) => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const opening = indexedDB.open('weft-gallery');
    opening.onupgradeneeded = () => opening.result.createObjectStore('records');
    const opened = await settled(opening);
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    const records = [];
    for (const [place, record] of given.entries()) {
      context.fillStyle = `rgb(${place % 256}, ${(place >> 8) % 256}, 128)`;
      context.fillRect(0, 0, 64, 64);
      records.push({ ...record, png: await canvas.convertToBlob() });
    }
    const store = opened.transaction('records', 'readwrite').objectStore('records');
    for (const record of records) store.put(record, record.id);
    await new Promise((resolve) => {
      store.transaction.oncomplete = resolve;
    });
    opened.close();
  }, pictures);
}

/** The queue of runs as crash scenarios and pairs of tabs use it. */
import { expect, type Page } from '@playwright/test';
import { fill, goTo, TRAINING_TIMEOUT } from '../../outputs/studioSteps.ts';

export const queue = (page: Page) => page.getByRole('region', { name: 'Queue' });
export const queueNames = (page: Page) =>
  queue(page).getByRole('list', { name: 'Runs in the queue' }).getByRole('heading').allTextContents();

/** All but the press that adds or starts it. */
export async function fillRun(page: Page, name: string, steps = 2): Promise<void> {
  await goTo(page, 'Train');
  if (!(await page.getByLabel('Checkpoint every', { exact: true }).isVisible())) {
    await page.getByText('Expert settings', { exact: true }).click();
  }
  await fill(page, {
    'Adapter name': name,
    Steps: steps,
    'Class images': 0,
    Rank: 1,
    'Checkpoint every': 1,
    'Steady loss every': 0,
    'Sample pictures every': 0,
  });
}

export const addToQueue = (page: Page) => page.getByRole('button', { name: 'Add to the queue', exact: true }).click();

/** A paused queue of these runs, with nothing under way. */
export async function pausedQueue(page: Page, ...names: string[]): Promise<void> {
  await fillRun(page, 'Endless', 5000);
  await page.getByRole('button', { name: 'Start training', exact: true }).click();
  for (const name of names) {
    await fillRun(page, name);
    await addToQueue(page);
    await expect.poll(() => queueNames(page)).toContain(name);
  }
  await page.getByRole('button', { name: 'Pause the queue' }).click();
  await page.getByRole('button', { name: 'Discard this run' }).click();
  await page.getByRole('button', { name: 'Discard it for good' }).click();
  await expect(page.getByRole('status').getByText(/^Training cancelled/)).toBeVisible({ timeout: TRAINING_TIMEOUT });
  await expect.poll(() => storedQueue(page)).toEqual(names);
}

/** The names of the runs that wait in storage, in their order; one that lacks a picture is told by that. */
export function storedQueue(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const present = (await indexedDB.databases()).map(({ name }) => name);
    const read = async <T>(name: string, use: (store: IDBObjectStore) => IDBRequest<T[]>): Promise<T[]> => {
      if (!present.includes(name)) return [];
      const database = await settled(indexedDB.open(name));
      const found = await settled(use(database.transaction('records').objectStore('records')));
      database.close();
      return found;
    };
    const records = await read('weft-queue', (store) => store.getAll());
    const pictures = await read('weft-queue-pictures', (store) => store.getAllKeys());
    return records
      .filter(({ kind }) => kind === 'run')
      .sort((a, b) => a.place - b.place)
      .map(({ settings, images }) => {
        const whole = images.every(({ fingerprint }: { fingerprint: string }) => pictures.includes(fingerprint));
        return whole ? settings.adapterName : `${settings.adapterName} without its pictures`;
      });
  });
}

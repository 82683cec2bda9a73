/** A backup of 500 MB, written and restored: all of it goes from file to file, and JavaScript holds little of it. */
import { stat } from 'node:fs/promises';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { CREATE_DEFAULTS } from '../../src/features/drawing/settings/drawingDefaults.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { HeapGrowth } from './outputs/heapGrowth.ts';
import { goTo } from './outputs/studioSteps.ts';

/** Pictures, and bytes of each. */
const COUNT = 50;
const BYTES = 10_000_000;
/** Bytes that heaps and buffers may grow by. */
const MOST = 100e6;

test.setTimeout(30 * 60_000);

/** In a browser with a profile on disk: a private window holds in memory what a person's browser keeps in files. */
async function studio(context: BrowserContext): Promise<{ page: Page; heap: HeapGrowth }> {
  await openTinyModel(context);
  const page = await context.newPage();
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.goto('./favicon.svg');
  return { page, heap: await HeapGrowth.of(page) };
}

test('holds no more than 100 MB of it', async ({ playwright, launchOptions, baseURL }) => {
  const profile = () => playwright.chromium.launchPersistentContext('', { ...launchOptions, baseURL: baseURL ?? '' });
  const a = await studio(await profile());
  for (let place = 0; place < COUNT; place++) {
    await a.page.evaluate(
      async ([index, bytes, settings]) => {
        const opening = indexedDB.open('weft-gallery');
        await new Promise((resolve) => {
          opening.onupgradeneeded = () => opening.result.createObjectStore('records');
          opening.onsuccess = resolve;
        });
        const piece = new Uint8Array(bytes);
        for (let at = 0; at < bytes; at += 65536) crypto.getRandomValues(piece.subarray(at, at + 65536));
        const writing = opening.result.transaction('records', 'readwrite');
        const record = { id: `p${index}`, createdAt: index, settings, model: 'm', adapters: [], seconds: 1 };
        writing.objectStore('records').put({ ...record, png: new Blob([piece], { type: 'image/png' }) }, record.id);
        await new Promise((resolve, reject) => {
          writing.oncomplete = resolve;
          writing.onabort = () => reject(writing.error);
        });
        opening.result.close();
      },
      [place, BYTES, CREATE_DEFAULTS] as const,
    );
  }
  await a.page.goto('./?device=wasm#/library');
  await a.page.getByRole('button', { name: 'Back up' }).click();
  const path = test.info().outputPath('large.weft');
  const written = await a.heap.during(async () => {
    const downloading = a.page.waitForEvent('download', { timeout: 15 * 60_000 });
    await a.page.getByRole('button', { name: 'Write the backup' }).click();
    await (await downloading).saveAs(path);
  });
  expect((await stat(path)).size).toBeGreaterThan(COUNT * BYTES);
  await a.page.context().close();

  const b = await studio(await profile());
  await b.page.goto('./?device=wasm#/library');
  await expect(b.page.getByRole('button', { name: 'Back up' })).toBeVisible();
  const restored = await b.heap.during(async () => {
    await b.page.getByLabel('Restore', { exact: true }).setInputFiles(path);
    await b.page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(b.page.getByText(/^Restored: /)).toBeVisible({ timeout: 15 * 60_000 });
  });
  console.info(`  grew by ${(written / 1e6).toFixed(1)} MB in writing, ${(restored / 1e6).toFixed(1)} MB in restoring`);
  expect(Math.max(written, restored)).toBeLessThan(MOST);
  await goTo(b.page, 'Create');
  await expect(b.page.getByRole('list', { name: 'Gallery' }).getByRole('listitem')).toHaveCount(COUNT);
  await b.page.context().close();
});

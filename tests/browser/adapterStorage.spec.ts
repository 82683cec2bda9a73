/** Adapters' numbers stay in storage: they cross to the worker for no picture, and records of earlier versions open. */
import { expect, type Page, test } from '@playwright/test';
import { craftedAdapter, craftedFile } from './adapters/craftedAdapter.ts';
import { recordsWithNumbers, writeEarlierRecords } from './adapters/earlierRecords.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { pixelsOf } from './outputs/pixels.ts';
import { countSentBytes, sentBytes } from './outputs/sentBytes.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

/** Its numbers take more bytes than two pictures. */
const RANK = 16;

test.beforeEach(({ page }) => openTinyModel(page));

const item = (page: Page, name: string) =>
  page
    .getByRole('list', { name: 'Adapters' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });

async function drawnWith(page: Page, name: string): Promise<Uint8Array> {
  await goTo(page, 'Library');
  await item(page, name).getByRole('link', { name: 'Draw with it' }).click();
  await fill(page, { Prompt: 'a sks african fabric pattern', 'Sampling steps': 2, Seed: 7 });
  return pixelsOf(await generate(page));
}

test('records of earlier versions draw the same, before and after a reload, and have lost their numbers', async ({
  page,
}) => {
  await countSentBytes(page);
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByLabel('Import adapters').setInputFiles(craftedFile('Woven', 1, RANK));
  await expect(item(page, 'Woven')).toBeVisible();
  const before = await drawnWith(page, 'Woven');
  const theta = [...craftedAdapter(1, RANK).theta];

  await test.step('a second picture with it sends none of its numbers', async () => {
    const sent = await sentBytes(page);
    expect(Buffer.compare(await pixelsOf(await generate(page)), before)).toBe(0);
    const { numbers, all } = await sentBytes(page);
    expect(numbers - sent.numbers).toBe(0);
    // The picture goes to the image worker, to be written as a PNG and read again: no place for an adapter in any form.
    const picture = 64 * 64 * 4;
    expect(all - sent.all).toBeLessThanOrEqual(2 * picture);
    expect(theta.length * 4).toBeGreaterThan(2 * picture);
  });

  await page.goto('./favicon.svg');
  await writeEarlierRecords(page, 'Heirloom');
  expect(await recordsWithNumbers(page)).toEqual({ Woven: true, Heirloom: true });
  for (const visit of ['first', 'second']) {
    await test.step(`the ${visit} visit`, async () => {
      await openStudio(page, 'wasm');
      for (const name of ['Woven', 'Heirloom']) {
        expect(Buffer.compare(await drawnWith(page, name), before)).toBe(0);
      }
      expect(await recordsWithNumbers(page)).toEqual({ Woven: false, Heirloom: false });
      const stored = await storedAdapters(page);
      expect(stored.map((adapter) => adapter.theta)).toEqual([theta, theta]);
    });
  }
});

test('an adapter whose numbers were taken from storage says so', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByLabel('Import adapters').setInputFiles(craftedFile('Woven', 1, RANK));
  await expect(item(page, 'Woven')).toBeVisible();
  await page.evaluate(async () => {
    await (await navigator.storage.getDirectory()).removeEntry('adapters', { recursive: true });
  });
  await item(page, 'Woven').getByRole('link', { name: 'Draw with it' }).click();
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('alert')).toContainText('numbers are not in this browser’s storage any more');
});

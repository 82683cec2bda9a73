/** A backup that is restored, broken off at every write: datasets and adapters come in whole or not at all. */
import { readFileSync } from 'node:fs';
import { type Browser, expect, type Page, test } from '@playwright/test';
import * as files from '../images/pictureFiles.ts';
import { openTinyModel } from '../models/tinyModel.ts';
import { storedValues } from '../outputs/storedRecords.ts';
import { atEveryWrite } from './everyWrite.ts';
import { bring, card, exported, madeAdapter, numbersOf, shownCards } from './panels/libraryPanel.ts';

const before = madeAdapter('Before', 1);
const woven = madeAdapter('Woven', 2);

test.setTimeout(60 * 60_000);

async function goToDataset(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Dataset' }).click();
}

/** A studio with a dataset of two and an adapter, as a file. */
async function madeBackup(browser: Browser): Promise<Buffer> {
  const context = await browser.newContext();
  await openTinyModel(context);
  const page = await context.newPage();
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.goto('./?device=wasm#/dataset');
  await page.getByRole('button', { name: 'New dataset' }).click();
  await page.getByLabel('Name of the dataset').fill('Linen');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByLabel('Open dataset', { exact: true })).toContainText('Linen (0)');
  const chosen = ['a.png', 'b.png'].map(async (name) => ({
    name,
    mimeType: 'image/png',
    buffer: await files.png(40, 40),
  }));
  await page.getByLabel('Add images').setInputFiles(await Promise.all(chosen));
  await expect.poll(() => storedValues(page, 'weft-dataset', 'name')).toHaveLength(2);
  await page.getByRole('navigation').getByRole('link', { name: 'Library' }).click();
  await bring(page, woven);
  await page.getByRole('button', { name: 'Back up' }).click();
  await page.getByLabel('What stands in the forms').uncheck();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Write the backup' }).click(),
  ]);
  const file = readFileSync(await download.path());
  await context.close();
  return file;
}

test('a backup that is restored', async ({ browser }) => {
  const buffer = await madeBackup(browser);
  await atEveryWrite(browser, {
    panel: 'library',
    prepare: (page) => bring(page, before),
    act: async (page) => {
      await page.getByLabel('Restore', { exact: true }).setInputFiles({ name: 'studio.weft', mimeType: '', buffer });
      await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
    },
    done: (page) => expect(page.getByText(/^Restored: /)).toBeVisible({ timeout: 60_000 }),
    check: async (page, whole) => {
      await expect(card(page, 'Before')).toBeVisible();
      const names = await shownCards(page);
      expect(whole ? ['Before Woven'] : ['Before', 'Before Woven']).toContain(names.join(' '));
      for (const name of names) {
        const numbers = numbersOf((name === 'Before' ? before : woven).buffer);
        expect((await exported(page, name)).equals(numbers), `numbers of ${name}`).toBe(true);
      }
      await goToDataset(page);
      const options = page.getByLabel('Open dataset', { exact: true }).locator('option');
      await expect(options.first()).toBeAttached();
      // In the order in which they were made, which is older where it comes from a backup.
      const datasets = (await options.allInnerTexts()).sort().join(', ');
      expect(whole ? ['Linen (2), My fabric (0)'] : ['My fabric (0)', 'Linen (2), My fabric (0)']).toContain(datasets);
    },
  });
});

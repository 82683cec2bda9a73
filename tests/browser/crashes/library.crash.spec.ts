/** The library, broken off at every write: an adapter that is imported. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { craftedFile, TINY_MODEL } from '../adapters/craftedAdapter.ts';
import { atEveryWrite } from './everyWrite.ts';

const before = craftedFile('Before', 1, TINY_MODEL);
const woven = craftedFile('Woven', 2, TINY_MODEL);

const card = (page: Page, name: string) =>
  page
    .getByRole('list', { name: 'Adapters' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });

async function bring(page: Page, ...files: (typeof woven)[]): Promise<void> {
  for (const file of files) {
    await page.getByLabel('Import adapters').setInputFiles(file);
    await expect(card(page, file.name.replace('.safetensors', ''))).toBeVisible({ timeout: 60_000 });
  }
}

/** The tensors of a safetensors file, without what it says of itself. */
const numbersOf = (file: Buffer) => file.subarray(8 + Number(file.readBigUInt64LE(0)));

/** Names of all cards, each of which exports the numbers that it came with. */
async function usableNames(page: Page): Promise<string[]> {
  // Read at once with the others, this one was there before.
  await expect(card(page, 'Before')).toBeVisible();
  const names = await page.getByRole('list', { name: 'Adapters' }).getByRole('heading').allTextContents();
  for (const name of names) {
    await page.getByRole('button', { name: `Export ${name}` }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      page.getByRole('menuitem', { name: /^kohya/ }).click(),
    ]);
    const exported = numbersOf(await readFile(await download.path()));
    expect(exported.equals(numbersOf((name === 'Before' ? before : woven).buffer)), `numbers of ${name}`).toBe(true);
  }
  return names.sort();
}

test.setTimeout(30 * 60_000);

test('an adapter that is imported', async ({ browser }) => {
  await atEveryWrite(browser, {
    panel: 'library',
    prepare: (page) => bring(page, before),
    act: (page) => page.getByLabel('Import adapters').setInputFiles(woven),
    done: (page) => expect(card(page, 'Woven')).toBeVisible({ timeout: 60_000 }),
    check: async (page, whole) => {
      const names = (await usableNames(page)).join(' ');
      expect(whole ? ['Before Woven'] : ['Before', 'Before Woven']).toContain(names);
    },
  });
});

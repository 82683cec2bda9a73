/** The library as crash scenarios and pairs of tabs use it: by its cards, and by the numbers that these export. */
import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { craftedFile, craftedWord } from '../../adapters/craftedAdapter.ts';

export type ChosenFile = ReturnType<typeof craftedFile>;
export const madeAdapter = (name: string, seed: number): ChosenFile => craftedFile(name, seed);
export const madeWord = (token: string, seed: number): ChosenFile => craftedWord(token, seed);

export const card = (page: Page, name: string, list: 'Adapters' | 'Learnt words' = 'Adapters') =>
  page
    .getByRole('list', { name: list })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });

export async function bring(page: Page, ...files: ChosenFile[]): Promise<void> {
  for (const file of files) {
    await page.getByLabel('Import adapters').setInputFiles(file);
    await expect(card(page, file.name.replace('.safetensors', ''))).toBeVisible({ timeout: 60_000 });
  }
}

export async function rename(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: `Rename ${from}`, exact: true }).click();
  await page.getByLabel(`New name for ${from}`, { exact: true }).fill(to);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

export const deleteItem = (page: Page, name: string) =>
  page.getByRole('button', { name: `Delete ${name}`, exact: true }).click();

export const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).first().click();

/** The names of a list's cards; to be asked once one of them is there. */
export const shownCards = async (page: Page, list: 'Adapters' | 'Learnt words' = 'Adapters') =>
  (await page.getByRole('list', { name: list }).getByRole('heading').allTextContents()).sort();

/** The tensors of a safetensors file, without what it says of itself. */
export const numbersOf = (file: Buffer) => file.subarray(8 + Number(file.readBigUInt64LE(0)));

/** The numbers that an item exports, which are read out of storage for it. */
export async function exported(page: Page, name: string, layout = 'kohya'): Promise<Buffer> {
  await page.getByRole('button', { name: `Export ${name}`, exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('menuitem', { name: new RegExp(`^${layout}`) }).click(),
  ]);
  return numbersOf(await readFile(await download.path()));
}

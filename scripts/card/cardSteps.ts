/** What the card's scripts do in the studio: the default runs, and what they left saved as files. */
import { readFile, writeFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { fill, goTo } from '../../tests/browser/outputs/studioSteps.ts';

export const WORK_TIMEOUT = 20 * 60_000;

export const ADAPTER = 'Medallion print';
export const WORD = 'Medallion print, as a word';

/** The file that a press has the browser save. */
export async function bytesOf(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: WORK_TIMEOUT }), press()]);
  return readFile(await download.path());
}

/** A default run but for these fields, to its end. */
export async function train(page: Page, fields: Record<string, string | number>): Promise<void> {
  await goTo(page, 'Train');
  await fill(page, fields);
  await page.getByRole('button', { name: 'Start training' }).click();
  const ended = page.getByRole('status').getByText('Training finished', { exact: true });
  // What the former run said goes when this one begins.
  await expect(ended).toBeHidden();
  await expect(ended).toBeVisible({ timeout: WORK_TIMEOUT });
}

/** Saves an item of the library in diffusers' layout. */
export async function saveLearnt(page: Page, list: string, name: string, path: string): Promise<void> {
  await goTo(page, 'Library');
  const heading = page.getByRole('heading', { name, exact: true });
  const card = page.getByRole('list', { name: list }).getByRole('listitem').filter({ has: heading });
  await card.getByRole('button', { name: /^Export/ }).click();
  const bytes = await bytesOf(page, () => page.getByRole('menuitem', { name: /^diffusers/ }).click());
  await writeFile(path, bytes);
}

/** Draws a preset's grid in Compare, with the newest adapter; gives its PNG. */
export async function drawPreset(page: Page, preset: string): Promise<Buffer> {
  await goTo(page, 'Compare');
  const save = page.getByRole('button', { name: 'Save grid as PNG' });
  const fold = page.getByText('Presets', { exact: true });
  const choice = page.getByRole('button', { name: new RegExp(`^${preset}(?!, four seeds)`) });
  if (!(await choice.isVisible())) await fold.click();
  await choice.click();
  await page.getByRole('button', { name: /^Draw \d+ pictures$/ }).click();
  await expect(page.getByRole('progressbar', { name: 'Grid progress' })).toHaveCount(0, { timeout: WORK_TIMEOUT });
  return bytesOf(page, () => save.click());
}

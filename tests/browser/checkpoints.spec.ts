/** What a run had learnt on its way: tried in Create, compared, kept as an adapter, deleted and brought back with it. */
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { storedValues } from './outputs/storedRecords.ts';
import {
  addTwoFabrics,
  DRAWING_TIMEOUT,
  fill,
  generate,
  goTo,
  openStudio,
  TRAINING_TIMEOUT,
} from './outputs/studioSteps.ts';

/** The steps whose θ lies in storage. */
const keptSteps = (page: Page) => storedValues(page, 'weft-kept-checkpoints', 'step');

const openCheckpoints = (page: Page) => page.getByText('Checkpoints', { exact: true }).click();

test.beforeEach(({ page }) => openTinyModel(page));

test('checkpoints are tried, compared, kept as adapters, and go and come back with their own', async ({ page }) => {
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, {
    'Adapter name': 'Indigo',
    Steps: 6,
    'Class images': 0,
    'Learning rate': 0.03,
    'Checkpoint every': 2,
    'Steady loss every': 0,
    'Sample pictures every': 0,
  });
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
    timeout: TRAINING_TIMEOUT,
  });
  expect(await keptSteps(page)).toEqual([2, 4]);

  const pixels = async () => pixelsOf(await generate(page));
  await openCheckpoints(page);
  await page.getByRole('link', { name: 'Try step 2 in Create' }).click();
  await fill(page, { 'Sampling steps': 4 });
  await expect(page.getByLabel('Adapter checkpoint', { exact: true })).toHaveValue('2');
  const early = await pixels();
  await page.getByLabel('Adapter checkpoint', { exact: true }).selectOption('Finished');
  const finished = await pixels();
  expect(meanDistance(early, finished)).toBeGreaterThan(1);

  await test.step('kept as an adapter, it draws the same', async () => {
    await goTo(page, 'Library');
    await openCheckpoints(page);
    await page.getByRole('button', { name: 'Keep step 2 as an adapter' }).click();
    await expect(page.getByText('“Indigo, step 2” is in the library.')).toBeVisible();
    const stored = await storedAdapters(page);
    expect(Object.fromEntries(stored.map(({ name, stepsDone }) => [name, stepsDone]))).toEqual({
      Indigo: 6,
      'Indigo, step 2': 2,
    });
    await goTo(page, 'Create');
    await page.getByLabel('Adapter', { exact: true }).selectOption({ label: 'Indigo, step 2' });
    expect(Buffer.compare(await pixels(), early)).toBe(0);
  });

  await test.step('compared with the finished adapter', async () => {
    await goTo(page, 'Library');
    await openCheckpoints(page);
    await page.getByRole('button', { name: 'Compare them' }).click();
    await expect(page.getByRole('checkbox', { name: /^Step/ })).toHaveCount(3);
    await page.getByLabel('Rows', { exact: true }).selectOption({ label: 'None' });
    await fill(page, { 'Sampling steps': 4, Seed: 42 });
    await page.getByRole('button', { name: 'Draw 3 pictures' }).click();
    const picture = (label: string) => page.getByRole('button', { name: label, exact: true }).locator('img');
    await expect(picture('step 6')).toBeVisible({ timeout: DRAWING_TIMEOUT });
    expect(Buffer.compare(await pixelsOf(picture('step 2')), early)).toBe(0);
    expect(Buffer.compare(await pixelsOf(picture('step 6')), finished)).toBe(0);
  });

  await test.step('deleted and brought back with the adapter', async () => {
    await goTo(page, 'Library');
    await page.getByRole('button', { name: 'Delete Indigo', exact: true }).click();
    await expect.poll(() => keptSteps(page)).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => keptSteps(page)).toEqual([2, 4]);
  });
});

/** Several datasets: each with pictures and words of its own, known to what was learnt from it; earlier studios open. */
import { expect, type Page, test } from '@playwright/test';
import * as files from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { keepRecords } from './outputs/storedRecords.ts';
import { fill, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

const tiles = (page: Page) => page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem');
const choice = (page: Page) => page.getByLabel('Open dataset', { exact: true });
const png = async (name: string) => ({ name, mimeType: 'image/png', buffer: await files.png(64, 64) });

async function make(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New dataset' }).click();
  await page.getByLabel('Name of the dataset').fill(name);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(choice(page).locator('option:checked')).toHaveText(`${name} (0)`);
}

async function open(page: Page, name: string): Promise<void> {
  const label = await choice(page).locator('option').filter({ hasText: name }).innerText();
  await choice(page).selectOption({ label });
}

test.beforeEach(({ context }) => openTinyModel(context));

test('the images of an earlier studio are the first dataset, beside which others are made and deleted', async ({
  page,
}) => {
  await page.goto('./favicon.svg');
  // As version 0.2.0 wrote it.
  const record = {
    id: '65a3f1b2c3d4e5f60718293a',
    name: 'old.png',
    order: 1,
    side: 40,
    sourceWidth: 40,
    sourceHeight: 40,
  };
  const bytes = new Uint8Array(await files.png(40, 40));
  await keepRecords(page, 'weft-dataset', [{ ...record, bytes, notes: [], sample: null, caption: 'an old cloth' }]);
  await page.goto('./?device=wasm#/dataset');
  await expect(page.getByLabel('Caption of old.png')).toHaveValue('an old cloth');
  await expect(choice(page).locator('option')).toHaveText(['My fabric (1)']);

  await make(page, 'Linen');
  await expect(page.getByText('Drop photographs of your fabric here')).toBeVisible();
  await page.getByLabel('Add images').setInputFiles([await png('l.png'), await png('m.png')]);
  await expect(tiles(page).getByRole('img')).toHaveCount(2);
  await page.reload();
  await expect(choice(page).locator('option:checked')).toHaveText('Linen (2)');
  await expect(tiles(page).getByRole('img')).toHaveCount(2);

  await page.getByRole('button', { name: 'Duplicate dataset' }).click();
  await expect(choice(page).locator('option:checked')).toHaveText('Linen (2) (2)');
  await page.getByRole('button', { name: 'Rename dataset' }).click();
  await page.getByLabel('Name of the dataset').fill('Hemp');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(choice(page).locator('option')).toHaveText(['My fabric (1)', 'Linen (2)', 'Hemp (2)']);

  await page.getByRole('button', { name: 'Delete dataset' }).click();
  await expect(choice(page).locator('option')).toHaveText(['My fabric (1)', 'Linen (2)']);
  await expect(page.getByLabel('Caption of old.png')).toHaveValue('an old cloth');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(choice(page).locator('option:checked')).toHaveText('Hemp (2)');
  await expect(tiles(page).getByRole('img')).toHaveCount(2);
});

test('a run learns from the dataset that is open, says its words, and its adapter is found by it', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Dataset');
  await page.getByLabel('Add images').setInputFiles([await png('first.png')]);
  await expect(tiles(page).getByRole('img')).toHaveCount(1);
  const train = async (name: string) => {
    await goTo(page, 'Train');
    await fill(page, { Steps: 1, Rank: 1, 'Class images': 0 });
    await page.getByRole('button', { name: 'Start training' }).click();
    await goTo(page, 'Library');
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible({ timeout: TRAINING_TIMEOUT });
    await goTo(page, 'Dataset');
  };
  await train('My fabric');
  await make(page, 'Linen');
  await page.getByLabel('Subject word', { exact: true }).fill('zwx');
  await page.getByLabel('Class word', { exact: true }).fill('linen weave');
  await page.getByLabel('Add images').setInputFiles([await png('l.png'), await png('m.png')]);
  await expect(tiles(page).getByRole('img')).toHaveCount(2);
  await goTo(page, 'Train');
  await expect(page.getByLabel('Instance prompt', { exact: true })).toHaveValue('a zwx linen weave');
  await expect(page.getByLabel('Class prompt', { exact: true })).toHaveValue('a linen weave');
  await expect(page.getByLabel('Adapter name', { exact: true })).toHaveValue('Linen');
  await expect(page.getByText('It learns from the dataset “Linen”.')).toBeVisible();
  await train('Linen');

  await goTo(page, 'Library');
  await expect(page.getByText('2 images of “Linen”')).toBeVisible();
  await expect(page.getByText('1 image of “My fabric”')).toBeVisible();
  await page.getByLabel('Learnt from', { exact: true }).selectOption('My fabric');
  await expect(page.getByRole('heading', { name: 'Linen', exact: true })).toBeHidden();
  await expect(page.getByRole('heading', { name: 'My fabric', exact: true })).toBeVisible();
  // As the records have it.
  const origins = await page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const opening = indexedDB.open('weft-adapters');
        opening.onsuccess = () => {
          const all = opening.result.transaction('records').objectStore('records').getAll();
          all.onsuccess = () => resolve(all.result.map(({ origin }) => origin.dataset));
        };
      }),
  );
  expect(origins).toEqual(expect.arrayContaining([{ id: 'first', name: 'My fabric' }]));
  expect(origins).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'Linen' })]));

  await goTo(page, 'Dataset');
  await open(page, 'My fabric');
  await goTo(page, 'Train');
  await expect(page.getByLabel('Instance prompt', { exact: true })).toHaveValue('a sks african fabric pattern');
  await page.reload();
  await expect(page.getByLabel('Instance prompt', { exact: true })).toHaveValue('a sks african fabric pattern');
});

test('two tabs have different datasets open, and show what the other adds to theirs', async ({ context }) => {
  const [a, b] = [await context.newPage(), await context.newPage()];
  for (const page of [a, b]) await page.goto('./?device=wasm#/dataset');
  await make(a, 'Linen');
  await a.getByLabel('Add images').setInputFiles([await png('l.png')]);
  await b.getByLabel('Add images').setInputFiles([await png('first.png')]);
  await expect(tiles(a).getByRole('img')).toHaveAttribute('alt', 'l.png');
  await expect(tiles(b).getByRole('img')).toHaveAttribute('alt', 'first.png');
  await expect(choice(b).locator('option')).toHaveText(['My fabric (1)', 'Linen (1)']);
  await open(b, 'Linen');
  await a.getByLabel('Add images').setInputFiles([await png('m.png')]);
  await expect(tiles(b)).toHaveCount(2);
  await b.getByLabel('Caption of m.png').fill('from b');
  await expect(a.getByLabel('Caption of m.png')).toHaveValue('from b');
  for (const page of [a, b]) await page.reload();
  for (const page of [a, b]) await expect(page.getByLabel('Caption of m.png')).toHaveValue('from b');
});

/** All that is kept as one file, and back in another browser, which then draws the same pictures bit by bit. */
import { readFile, writeFile } from 'node:fs/promises';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import * as files from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { DRAWING_TIMEOUT, fill, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

const pictures = (page: Page) => page.getByRole('list', { name: 'Gallery' }).getByRole('listitem');

/** A studio of its own, in which the browser downloads without asking where to. */
async function newStudio(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  await openTinyModel(context);
  const page = await context.newPage();
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await openStudio(page, 'wasm');
  return page;
}

/** The bytes of the newest picture's PNG. */
async function newestPicture(page: Page): Promise<string> {
  const image = pictures(page).first().getByRole('img');
  return image.evaluate(async (shown) => {
    const bytes = new Uint8Array(await (await fetch((shown as HTMLImageElement).src)).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
}

async function draw(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(pictures(page)).toHaveCount(count, { timeout: DRAWING_TIMEOUT });
}

async function backUp(page: Page, name: string): Promise<string> {
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Back up' }).click();
  await page.getByLabel('Checkpoints and unfinished runs').check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Write the backup' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^weft-\d{4}-\d\d-\d\d\.weft$/);
  const path = test.info().outputPath(name);
  await download.saveAs(path);
  return path;
}

async function openFile(page: Page, path: string): Promise<void> {
  await goTo(page, 'Library');
  await page.getByLabel('Restore', { exact: true }).setInputFiles(path);
  await expect(page.getByRole('dialog')).toContainText('Restore from a backup');
}

test('a studio comes back in another browser, and draws the same pictures', async ({ browser }) => {
  const a = await newStudio(browser);
  await goTo(a, 'Dataset');
  await a
    .getByLabel('Add images')
    .setInputFiles([{ name: 'cloth.png', mimeType: 'image/png', buffer: await files.png(64, 64) }]);
  await a.getByLabel('Caption of cloth.png').fill('a folded cloth');
  await goTo(a, 'Train');
  await fill(a, { 'Adapter name': 'Indigo', Steps: 2, Rank: 1, 'Class images': 0 });
  await a.getByRole('button', { name: 'Start training' }).click();
  await goTo(a, 'Library');
  await expect(a.getByRole('heading', { name: 'Indigo', exact: true })).toBeVisible({ timeout: TRAINING_TIMEOUT });
  await a.getByRole('link', { name: 'Draw with it' }).click();
  await fill(a, { Prompt: 'a sks dress', Seed: 7, 'Sampling steps': 2 });
  await draw(a, 1);
  const before = await newestPicture(a);
  // A field is written a moment after it was typed.
  await a.waitForTimeout(1500);
  const path = await backUp(a, 'studio.weft');
  await expect(a.getByText(/is written \(/)).toBeVisible();
  const entries = Object.keys(unzipSync(new Uint8Array(await readFile(path))));
  expect(entries[0]).toBe('weft-backup.json');
  expect(entries.some((entry) => entry.startsWith('weft-adapters/') && entry.endsWith('theta.f32'))).toBe(true);
  await a.context().close();

  const b = await newStudio(browser);
  await openFile(b, path);
  const dialog = b.getByRole('dialog');
  await expect(dialog.getByLabel(/^Dataset “My fabric”, 1 image/)).toBeChecked();
  await expect(dialog.getByLabel(/^Adapter “Indigo”/)).toBeChecked();
  await expect(dialog.getByLabel(/^Gallery, 1 picture/)).toBeChecked();
  await b.screenshot({ path: test.info().outputPath('restore.png') });
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(b.getByText(/^Restored: \d+ entries came in/)).toBeVisible({ timeout: 60_000 });
  await expect(b.getByRole('heading', { name: 'Indigo', exact: true })).toBeVisible();
  await b.getByRole('button', { name: 'Reload to see the forms' }).click();

  await goTo(b, 'Dataset');
  await expect(b.getByLabel('Caption of cloth.png')).toHaveValue('a folded cloth');
  await goTo(b, 'Create');
  expect(await newestPicture(b)).toBe(before);
  await expect(b.getByLabel('Prompt', { exact: true })).toHaveValue('a sks dress');
  await expect(b.getByLabel('Seed', { exact: true })).toHaveValue('7');
  await draw(b, 2);
  expect(await newestPicture(b)).toBe(before);

  // Once more: all of it is here.
  await openFile(b, path);
  await b.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(b.getByText(/were here already|was here already/)).toBeVisible({ timeout: 60_000 });
  await goTo(b, 'Dataset');
  await expect(b.getByLabel('Open dataset', { exact: true }).locator('option')).toHaveText(['My fabric (1)']);
  await b.context().close();
});

test('a file that was cut off is restored as far as it is whole, and what is none is refused', async ({ browser }) => {
  const page = await newStudio(browser);
  await goTo(page, 'Dataset');
  const photos = await Promise.all(
    [0, 1, 2].map(async (place) => ({
      name: `cloth-${place}.png`,
      mimeType: 'image/png',
      buffer: await files.png(200 + place, 200),
    })),
  );
  await page.getByLabel('Add images').setInputFiles(photos);
  await expect(page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem')).toHaveCount(3);
  await page.waitForTimeout(500);
  const path = await backUp(page, 'whole.weft');
  const whole = await readFile(path);
  const second = whole.indexOf('weft-dataset/000003.json');
  expect(second).toBeGreaterThan(0);
  const cut = test.info().outputPath('cut.weft');
  await writeFile(cut, whole.subarray(0, second + 2000));
  await page.context().close();

  const b = await newStudio(browser);
  await openFile(b, cut);
  await expect(b.getByRole('dialog').getByRole('alert')).toContainText('ends, or is damaged, after');
  await b.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(b.getByText(/^Restored: /)).toBeVisible();
  await goTo(b, 'Dataset');
  await expect(b.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem')).toHaveCount(1);

  await goTo(b, 'Library');
  await b.getByLabel('Restore', { exact: true }).setInputFiles({
    name: 'other.weft',
    mimeType: '',
    buffer: Buffer.from('PK\u0003\u0004 not ours'),
  });
  await expect(b.getByRole('alert').filter({ hasText: 'no backup of Weft' })).toBeVisible();
  await b.context().close();
});

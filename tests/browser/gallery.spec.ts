/** A gallery that keeps everything: found by words, marked, chosen, saved together, removed and put back. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { CREATE_DEFAULTS } from '../../src/features/drawing/settings/drawingDefaults.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { keepPictures } from './outputs/keptPictures.ts';
import { DRAWING_TIMEOUT, fill, goTo, openStudio } from './outputs/studioSteps.ts';

const COUNT = 300;
const galleryOf = (page: Page): Locator => page.getByRole('list', { name: 'Gallery' });
const tileOf = (page: Page, prompt: string): Locator =>
  galleryOf(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('img', { name: prompt, exact: true }) });

test.beforeEach(({ page }) => openTinyModel(page));

/** Opens Create with a gallery of COUNT pictures. */
async function openFullGallery(page: Page): Promise<void> {
  await page.goto('./favicon.svg');
  await keepPictures(
    page,
    Array.from({ length: COUNT }, (_, place) => ({
      id: `kept-${place}`,
      createdAt: place + 1,
      settings: { ...CREATE_DEFAULTS, prompt: `cloth ${place}`, seed: 1000 + place, size: 64 },
      model: 'weft-starter',
      adapters: place % 100 === 7 ? [{ name: 'Indigo', weight: 1 }] : [],
      seconds: 1,
    })),
  );
  await page.goto('./?device=wasm#/create');
  await expect(galleryOf(page).getByRole('listitem')).toHaveCount(COUNT);
}

test('shows what is near, and finds the rest by words, by adapter and by mark', async ({ page }) => {
  await openFullGallery(page);
  const gallery = galleryOf(page);
  await expect(tileOf(page, `cloth ${COUNT - 1}`)).toBeVisible();
  expect(await gallery.getByRole('img').count()).toBeLessThan(COUNT / 2);
  await gallery.getByRole('listitem').last().scrollIntoViewIfNeeded();
  await expect(tileOf(page, 'cloth 0')).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search the pictures' }).fill('CLOTH 41 1041');
  await expect(gallery.getByRole('listitem')).toHaveCount(1);
  await tileOf(page, 'cloth 41').getByRole('button', { name: 'Favourite' }).click();
  await page.getByRole('searchbox', { name: 'Search the pictures' }).fill('');
  await page.getByLabel('Adapter of the pictures').selectOption('Indigo');
  await expect(gallery.getByRole('img')).toHaveCount(3);
  await expect(page.getByText(`3 of ${COUNT} pictures`)).toBeVisible();
  await page.getByLabel('Adapter of the pictures').selectOption('With any adapter');

  await page.reload();
  await page.getByRole('button', { name: 'Favourites' }).click();
  await expect(gallery.getByRole('img')).toHaveCount(1);
  await expect(tileOf(page, 'cloth 41')).toBeVisible();
  await tileOf(page, 'cloth 41').getByRole('button', { name: 'Favourite' }).click();
  await page.getByRole('button', { name: 'Show all pictures' }).click();
  await expect(gallery.getByRole('listitem')).toHaveCount(COUNT);
});

test('saves the chosen ones as one zip, removes them, and puts them back', async ({ page }) => {
  await openFullGallery(page);
  // Without its dialogue for files the browser downloads.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.reload();
  await page.getByRole('searchbox', { name: 'Search the pictures' }).fill('cloth 29');
  const gallery = galleryOf(page);
  // Eleven by their prompts, and two more by their seeds.
  await expect(gallery.getByRole('listitem')).toHaveCount(13);
  await tileOf(page, 'cloth 299').getByRole('checkbox', { name: 'Choose this picture' }).check();
  const chosen = page.getByRole('region', { name: 'Chosen pictures' });
  await expect(chosen).toContainText('1 chosen');
  await expect(chosen.getByRole('button', { name: 'Side by side' })).toBeDisabled();
  await tileOf(page, 'cloth 298').getByRole('checkbox', { name: 'Choose this picture' }).check();

  await chosen.getByRole('button', { name: 'Side by side' }).click();
  const pair = page.getByRole('list', { name: 'Pictures side by side' });
  await expect(pair.getByRole('listitem')).toHaveText(['cloth 299 · seed 1299', 'cloth 298 · seed 1298']);
  await page.getByRole('button', { name: 'Close' }).click();

  await chosen.getByRole('button', { name: 'Choose all 13' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    chosen.getByRole('button', { name: 'Download as zip' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('weft-pictures-13.zip');
  const zip = unzipSync(new Uint8Array(await readFile(await download.path())));
  expect(Object.keys(zip)).toHaveLength(13);
  const { data } = await sharp(zip['cloth-299-1299.png']).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  expect([...data.subarray(0, 3)]).toEqual([299 % 256, 1, 128]);

  await chosen.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('No picture is like that')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(gallery.getByRole('listitem')).toHaveCount(13);
  await page.reload();
  await expect(gallery.getByRole('listitem')).toHaveCount(COUNT);
});

test('draws several at a press, and varies a picture', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  await fill(page, { Seed: 42, 'Sampling steps': 2 });
  await page.getByRole('radio', { name: '4', exact: true }).check();
  await page.getByRole('button', { name: 'Generate' }).click();
  const pictures = galleryOf(page).getByRole('listitem');
  await expect(pictures).toHaveCount(4, { timeout: DRAWING_TIMEOUT });
  for (const seed of [42, 43, 44, 45]) await expect(pictures.filter({ hasText: `seed ${seed}` })).toHaveCount(1);
  const sources = await galleryOf(page)
    .getByRole('img')
    .evaluateAll((images) =>
      Promise.all(
        images.map(async (image) => {
          const bytes = new Uint8Array(await (await fetch((image as HTMLImageElement).src)).arrayBuffer());
          return String.fromCharCode(...bytes.subarray(-400));
        }),
      ),
    );
  expect(new Set(sources).size).toBe(4);

  await pictures.filter({ hasText: 'seed 44' }).getByRole('button', { name: 'Vary this: four more seeds' }).click();
  await expect(pictures).toHaveCount(8, { timeout: DRAWING_TIMEOUT });
  await expect(pictures.filter({ hasText: 'seed 48' })).toHaveCount(1);
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('44');
  await page.reload();
  await expect(page.getByRole('radio', { name: '4', exact: true })).toBeChecked();
  await expect(pictures).toHaveCount(8);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    pictures.filter({ hasText: 'seed 46' }).getByRole('link', { name: 'Download PNG' }).click(),
  ]);
  await fill(page, { Prompt: 'another', Seed: 1, 'Sampling steps': 9 });
  await goTo(page, 'Morph');
  await dropOnPage(page, download.suggestedFilename(), await readFile(await download.path()));
  await expect(page.getByRole('heading', { name: 'Create', level: 1 })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Settings that were opened' })).toContainText('(Weft)');
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('46');
  await expect(page.getByLabel('Sampling steps', { exact: true })).toHaveValue('2');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('1');
});

/** Lets a file fall beside every area that waits for one. */
async function dropOnPage(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([called, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(content)], called, { type: 'image/png' }));
      return transfer;
    },
    [name, [...bytes]] as const,
  );
  await page.getByRole('navigation').dispatchEvent('drop', { dataTransfer });
}

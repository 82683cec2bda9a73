/** Captions of all images changed at once, taken back, and downloaded beside their pictures, to be read by trainers and here again. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import * as files from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { fill } from './outputs/studioSteps.ts';

const captionOf = (page: Page, name: string) => page.getByRole('textbox', { name: `Caption of ${name}`, exact: true });
const tiles = (page: Page) => page.getByRole('list', { name: 'Images of the dataset' }).getByRole('img');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('they get words before and after, lose others, and leave with their pictures', async ({ page }, info) => {
  // Downloads come as such, and not into a file that is asked for.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await openTinyModel(page);
  await page.goto('./?device=wasm#/dataset');
  const photo = async (name: string, width: number) => ({
    name,
    mimeType: 'image/jpeg',
    buffer: await files.jpeg(width, 240),
  });
  await page
    .getByLabel('Add images')
    .setInputFiles(await Promise.all([photo('fold.jpg', 300), photo('table.jpg', 320), photo('plain.jpg', 340)]));
  await expect(tiles(page)).toHaveCount(3);
  await captionOf(page, 'fold.jpg').fill('a folded cloth');
  await captionOf(page, 'table.jpg').fill('a cloth on a table');

  await test.step('what will come of it is shown before', async () => {
    await press(page, 'Edit captions');
    const dialog = page.getByRole('dialog', { name: 'Edit captions' });
    await expect(dialog.getByRole('status')).toHaveText('Nothing changes yet.');
    await expect(dialog.getByRole('button', { name: 'Change captions' })).toBeDisabled();
    await fill(page, { Find: 'cloth', 'Replace by': 'sks fabric', 'Put after': ', in daylight' });
    await expect(dialog.getByRole('status')).toHaveText('2 captions will change.');
    await expect(dialog.getByRole('list', { name: 'Captions as they will be' }).getByRole('listitem')).toHaveText([
      'fold.jpga folded sks fabric, in daylight',
      'table.jpga sks fabric on a table, in daylight',
    ]);
    await rulesHold(page, 'the dialog of captions');
    await dialog.getByRole('button', { name: 'Change captions' }).click();
    await expect(page.getByText('2 captions are changed.')).toBeVisible();
  });

  await test.step('all of it is one step, and stays over a reload', async () => {
    await expect(captionOf(page, 'fold.jpg')).toHaveValue('a folded sks fabric, in daylight');
    await expect(captionOf(page, 'plain.jpg')).toHaveValue('');
    await press(page, 'Take back');
    await expect(captionOf(page, 'fold.jpg')).toHaveValue('a folded cloth');
    await expect(captionOf(page, 'table.jpg')).toHaveValue('a cloth on a table');
    await press(page, 'Do again');
    await expect(captionOf(page, 'table.jpg')).toHaveValue('a sks fabric on a table, in daylight');
    await page.reload();
    await expect(captionOf(page, 'table.jpg')).toHaveValue('a sks fabric on a table, in daylight');
  });

  await test.step('the zip holds pictures with their texts, and is read again as it was written', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Download images and captions')]);
    const path = info.outputPath('images.zip');
    await download.saveAs(path);
    const zip = unzipSync(new Uint8Array(await readFile(path)));
    expect(Object.keys(zip).sort()).toEqual(['fold.png', 'fold.txt', 'plain.png', 'table.png', 'table.txt']);
    expect(strFromU8(zip['fold.txt'] ?? new Uint8Array())).toBe('a folded sks fabric, in daylight\n');
    expect(await sharp(zip['table.png']).metadata()).toMatchObject({ format: 'png', width: 240, height: 240 });

    await press(page, 'Remove all');
    await expect(tiles(page)).toHaveCount(0);
    await page.getByLabel('Add images').setInputFiles(path);
    await expect(tiles(page)).toHaveCount(3);
    await expect(captionOf(page, 'table.png')).toHaveValue('a sks fabric on a table, in daylight');
    await expect(captionOf(page, 'plain.png')).toHaveValue('');
  });
});

/** The adviser at work: what it sees in the form, and what a press on its button mends. */
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { CREATE_DEFAULTS } from '../../src/features/drawing/settings/drawingDefaults.ts';
import { craftedFile } from './adapters/craftedAdapter.ts';
import { jpeg } from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { keepRecords } from './outputs/storedRecords.ts';
import { fill, goTo, openStudio } from './outputs/studioSteps.ts';

test.beforeEach(({ page }) => openTinyModel(page));

/** Puts a sample fabric into the gallery as if an adapter had drawn it. */
async function keepCopy(page: Page): Promise<void> {
  const sample = sharp('public/samples/sample-01.webp').resize(128, 128, { fit: 'fill' });
  const copy = {
    id: 'copy',
    createdAt: Date.now(),
    settings: CREATE_DEFAULTS,
    model: 'weft-starter',
    adapters: [{ name: 'Woven', weight: 1 }],
    seconds: 1,
    png: new Uint8Array(await sample.png().toBuffer()),
  };
  await keepRecords(page, 'weft-gallery', [copy]);
}

test('the adviser sees what is missing, unusual, doubled or copied, and mends it by a press', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByLabel('Import adapters').setInputFiles([craftedFile('Woven', 5)]);
  await expect(page.getByRole('list', { name: 'Adapters' })).toContainText('Woven');
  await goTo(page, 'Create');
  const adviser = page.getByRole('region', { name: 'Adviser on these settings' });

  // The prompt at first says sks, and nothing that knows it is chosen.
  await adviser.getByRole('button', { name: 'Draw with “Woven”' }).click();
  await expect(page.getByLabel('Adapter', { exact: true })).toHaveValue(/./);
  await expect(adviser).toBeHidden();

  await fill(page, { Prompt: 'a beautiful dress made of african fabric' });
  await expect(adviser).toContainText('“Woven” listens to the word sks, and the prompt doesn’t say it.');
  await adviser.getByRole('button', { name: 'Add sks to the prompt' }).click();
  await expect(page.getByLabel('Prompt', { exact: true })).toHaveValue('a beautiful dress made of sks african fabric');
  await expect(adviser).toBeHidden();

  await fill(page, { Prompt: 'a red vase' });
  await adviser.getByRole('button', { name: 'Dismiss this advice' }).click();
  await expect(adviser).toBeHidden();
  await fill(page, { Prompt: 'a blue vase' });
  // Longer than the adviser waits for somebody who types.
  await page.waitForTimeout(1000);
  await expect(adviser).toBeHidden();

  // The form of a run: what is wrong is changed by a press, or led to where it is.
  await goTo(page, 'Train');
  await fill(page, { 'Learning rate': '0.1', Steps: '10' });
  await expect(adviser).toContainText('50 times what is usual');
  await adviser.getByRole('button', { name: 'Set it to 0.002' }).click();
  await expect(page.getByLabel('Learning rate', { exact: true })).toHaveValue('0.002');

  // The dataset: the same photograph twice, in another file.
  await goTo(page, 'Dataset');
  const cloth = await page.request.get('./samples/sample-01.webp');
  await page.getByLabel('Add images').setInputFiles([
    { name: 'cloth.webp', mimeType: 'image/webp', buffer: await cloth.body() },
    { name: 'plain.jpg', mimeType: 'image/jpeg', buffer: await jpeg(48, 48) },
    { name: 'twin.webp', mimeType: 'image/webp', buffer: await cloth.body() },
  ]);
  const onImages = page.getByRole('region', { name: 'Adviser on these images' });
  await expect(onImages).toContainText('“twin.webp” is nearly the same picture as “cloth.webp”.');
  await expect(onImages).toContainText('“plain.jpg” is smaller than the 64 pixels');
  await onImages.getByRole('button', { name: 'Remove twin.webp' }).click();
  await expect(page.getByRole('img', { name: 'twin.webp' })).toBeHidden();
  await expect(onImages).not.toContainText('nearly the same');

  await goTo(page, 'Train');
  await fill(page, { Steps: '10' });
  await adviser.getByRole('button', { name: 'Go to steps' }).click();
  await expect(page.getByLabel('Steps', { exact: true })).toBeFocused();

  // A picture that is nearly the photograph it was taught from.
  await keepCopy(page);
  await page.reload();
  await goTo(page, 'Create');
  const onPicture = page.getByRole('region', { name: 'Adviser on the newest picture' });
  await expect(onPicture).toContainText('The newest picture is nearly a copy of “cloth.webp”.');
});

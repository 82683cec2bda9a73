/** Class images are drawn once and used again by later runs, until a person deletes them or takes others in their place. */
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { openTinyModel } from './models/tinyModel.ts';
import { keptClassImages } from './outputs/keptClassImages.ts';
import { addTwoFabrics, fill, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

const PROMPT = 'a striped cloth';

async function openForm(page: Page): Promise<void> {
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, { 'Steady loss every': 0, 'Sample pictures every': 0 });
}

async function train(page: Page, classImages: number): Promise<void> {
  await fill(page, { 'Class prompt': PROMPT, 'Class images': classImages, Steps: 1 });
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
    timeout: TRAINING_TIMEOUT,
  });
}

const shown = (page: Page) => page.getByRole('region', { name: 'Drawn for the class' });

test.beforeEach(({ page }) => openTinyModel(page));

test('class images are kept, used again, added to, and deleted by their person', async ({ page }) => {
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await openForm(page);
  await train(page, 1);
  await expect(shown(page).getByRole('img')).toHaveCount(1);
  await expect(shown(page)).not.toContainText('kept from an earlier run');
  const [first] = await keptClassImages(page);
  expect(first?.prompt).toBe(PROMPT);
  expect(first?.images).toHaveLength(1);

  await train(page, 2);
  await expect(shown(page)).toContainText('1 was kept from an earlier run');
  await expect(shown(page).getByRole('img')).toHaveCount(2);
  const [second, ...others] = await keptClassImages(page);
  expect(others).toEqual([]);
  expect(second?.images).toHaveLength(2);
  expect(second?.images[0]).toBe(first?.images[0]);
  expect(second?.images[1]).not.toBe(first?.images[0]);

  // Also after a reload, and all of them.
  await openStudio(page, 'wasm');
  await openForm(page);
  await train(page, 2);
  await expect(shown(page)).toContainText('2 were kept from an earlier run');
  expect(await keptClassImages(page)).toEqual([second]);

  await test.step('a person’s own in their place', async () => {
    await page.getByText('Own class images', { exact: true }).click();
    const files = [0, 1, 2].map(async (level) => ({
      name: `grey-${level}.png`,
      mimeType: 'image/png',
      buffer: await sharp({
        create: { width: 140, height: 128, channels: 3, background: { r: 80 * level, g: 9, b: 9 } },
      })
        .png()
        .toBuffer(),
    }));
    await page.getByLabel('Add class images', { exact: true }).setInputFiles(await Promise.all(files));
    await expect(page.getByRole('list', { name: 'Own class images' }).getByRole('img')).toHaveCount(3);
    await page.getByRole('button', { name: 'Remove grey-1.png from the class' }).click();
    await page.getByRole('checkbox', { name: 'Use own class images' }).check();
    await train(page, 16);
    await expect(page.getByRole('region', { name: 'Your own class images' }).getByRole('img')).toHaveCount(2);
    await expect(page.getByRole('img', { name: /^Loss curves.*prior loss \d/i })).toBeVisible();
    // None was drawn for it.
    expect(await keptClassImages(page)).toEqual([second]);
    await page.getByRole('checkbox', { name: 'Use own class images' }).uncheck();
  });

  await page.getByText('Kept class images', { exact: true }).click();
  await page.getByRole('button', { name: `Delete the class images of “${PROMPT}”` }).click();
  await expect.poll(() => keptClassImages(page)).toEqual([]);
});

test('a class held to the model’s own prediction needs no class images, and the record says so', async ({ page }) => {
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await openForm(page);
  await page.getByLabel('Prior preservation', { exact: true }).selectOption({ label: 'Own prediction' });
  await expect(page.getByLabel('Class images', { exact: true })).toHaveCount(0);
  await expect(page.getByText('Own class images', { exact: true })).toHaveCount(0);
  await fill(page, { 'Class prompt': PROMPT, Steps: 2 });
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
    timeout: TRAINING_TIMEOUT,
  });
  await expect(shown(page)).toHaveCount(0);
  expect(await keptClassImages(page)).toEqual([]);
  await expect(page.getByRole('img', { name: /^Loss curves.*prior loss \d/i })).toBeVisible();
  await goTo(page, 'Library');
  await page.getByText('Settings of its run', { exact: true }).first().click();
  await expect(page.getByRole('definition').getByText('own-prediction', { exact: true })).toBeVisible();
});

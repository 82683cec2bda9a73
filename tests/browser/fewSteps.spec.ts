/** A few-step adapter in the library: it is known as one, and one press draws pictures, class images and films with it. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { craftedFile } from './adapters/craftedAdapter.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { keptClassImages } from './outputs/keptClassImages.ts';
import { pngText } from './outputs/pngText.ts';
import { addTwoFabrics, fill, generate, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

test.beforeEach(({ page }) => openTinyModel(page.context()));

test('a few-step adapter is offered wherever pictures are drawn', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  const offered = page.getByLabel('Draw quickly', { exact: true });
  // The tiny model has no adapter of its own where the starter has one.
  await offered.click();
  await expect(page.getByText('The few-step adapter could not be fetched (answer 404).')).toBeVisible();
  await expect(offered).not.toBeChecked();

  await test.step('known by its name; its person may say otherwise', async () => {
    await goTo(page, 'Library');
    await page.getByLabel('Import adapters').setInputFiles([craftedFile('lcm-lora', 5), craftedFile('Woven', 6)]);
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'lcm-lora' }) });
    await expect(card).toContainText('for few steps');
    await card.getByText('Settings of its run').click();
    const mark = card.getByRole('checkbox', { name: 'Draws in a few steps' });
    await expect(mark).toBeChecked();
    await mark.uncheck();
    await expect(card).not.toContainText('for few steps');
    await mark.check();
    await expect(page.getByText('for few steps')).toHaveCount(1);
  });

  await test.step('a picture', async () => {
    await goTo(page, 'Create');
    await page.getByLabel('Adapter', { exact: true }).selectOption('Woven');
    await page.getByLabel('Draw quickly', { exact: true }).check();
    await expect(page.getByLabel('Sampling steps', { exact: true })).toHaveValue('4');
    await expect(page.getByLabel('Adapter 2', { exact: true }).locator('option:checked')).toHaveText('lcm-lora');
    await generate(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('list', { name: 'Gallery' })
        .getByRole('link', { name: /^(Save|Download)/ })
        .first()
        .click(),
    ]);
    const { parameters } = pngText(await readFile(await download.path()));
    expect(parameters).toMatch(/Steps: 4, Sampler: LCM, CFG scale: 1.5/);
    expect(parameters).toMatch(/Lora: Woven, Lora weight: 1, Lora 2: lcm-lora, Lora 2 weight: 1/);
    // Settings that don't go with it are seen, and mended by a press.
    await fill(page, { 'Sampling steps': 25 });
    const adviser = page.getByRole('region', { name: 'Adviser on these settings' });
    await adviser.getByRole('button', { name: 'Draw in 4 steps' }).click();
    await expect(page.getByLabel('Sampling steps', { exact: true })).toHaveValue('4');
    await page.getByLabel('Draw quickly', { exact: true }).uncheck();
    await expect(page.getByLabel('Sampling steps', { exact: true })).toHaveValue('25');
    await expect(page.getByLabel('Adapter 2', { exact: true })).toHaveCount(0);
  });

  await test.step('a film', async () => {
    await goTo(page, 'Morph');
    await expect(page.getByText(/450 frames at 10 steps each/)).toBeVisible();
    await page.getByLabel('Draw quickly', { exact: true }).check();
    await expect(page.getByText(/450 frames at 4 steps each/)).toBeVisible();
    await expect(page.getByRole('slider', { name: 'Guidance scale' })).toHaveAttribute('aria-valuenow', '1');
  });

  await test.step('class images', async () => {
    await addTwoFabrics(page);
    await goTo(page, 'Train');
    await expect(page.getByLabel('Draw class images quickly', { exact: true })).toBeChecked();
    await page.getByText('Expert settings', { exact: true }).click();
    await fill(page, { 'Class images': 1, Steps: 1, 'Steady loss every': 0, 'Sample pictures every': 0 });
    await page.getByRole('button', { name: 'Start training' }).click();
    await expect(page.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
      timeout: TRAINING_TIMEOUT,
    });
    const [set, ...others] = await keptClassImages(page);
    expect(others).toEqual([]);
    expect(set?.images).toHaveLength(1);
    expect(set?.drawing).toMatch(/lcm, 4 steps, guidance 1, seeds from 1000000, adapter \S+/);
    // Drawn the usual way they are another set.
    await page.getByLabel('Draw class images quickly', { exact: true }).uncheck();
    await page.getByRole('button', { name: 'Start training' }).click();
    await expect.poll(async () => (await keptClassImages(page)).length, { timeout: TRAINING_TIMEOUT }).toBe(2);
  });
});

test('forms follow a model that draws in a few steps, known by its scheduler alone', async ({ page }) => {
  await page.context().route('**/models/starter/scheduler/scheduler_config.json', async (route) => {
    const body = await readFile('tests/fixtures/few-step/sd-turbo-scheduler_config.json');
    await route.fulfill({ status: 200, body });
  });
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  await expect(page.getByLabel('Sampling steps', { exact: true })).toHaveValue('4');
  await expect(page.getByRole('slider', { name: 'Guidance scale' })).toHaveAttribute('aria-valuenow', '1');
  await expect(page.getByRole('region', { name: 'Adviser on these settings' })).toHaveCount(0);
  const picture = await generate(page);
  await expect(picture).toBeVisible();
  await expect(page.getByText(/^4 steps · guidance 1 · seed 42 · 64 px · Euler/)).toBeVisible();
  // Guidance, as other models need it, is told of.
  await page.getByRole('slider', { name: 'Guidance scale' }).press('End');
  const adviser = page.getByRole('region', { name: 'Adviser on these settings' });
  await adviser.getByRole('button', { name: 'Draw as the model does' }).click();
  await expect(page.getByRole('slider', { name: 'Guidance scale' })).toHaveAttribute('aria-valuenow', '1');
  await goTo(page, 'Morph');
  await expect(page.getByText(/450 frames at 4 steps each/)).toBeVisible();
});

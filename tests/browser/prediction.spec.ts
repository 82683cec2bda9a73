/** What a model predicts, said by hand: drawn by, written into pictures, kept over a reload, taken back. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { pixelsOf } from './outputs/pixels.ts';
import { pngText } from './outputs/pngText.ts';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

test.beforeEach(({ page }) => openTinyModel(page));

const row = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Models' }).getByRole('listitem').filter({ hasText: name });
const status = (page: Page) => page.getByRole('region', { name: 'Status' });

test('what the open model predicts, said by hand, changes what it draws and outlives a reload', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Add a model' }).click();
  await page.getByText('A folder', { exact: true }).click();
  await page.getByLabel('Choose its folder').setInputFiles('tests/fixtures/tiny');
  await page.getByRole('button', { name: 'Use tiny', exact: true }).click();
  await expect(status(page)).toContainText('tiny on wasm', { timeout: 60_000 });
  const draw = async () => {
    await goTo(page, 'Create');
    await fill(page, { Prompt: 'a chair', 'Sampling steps': 3, Seed: 7 });
    const drawn = Buffer.from(await pixelsOf(await generate(page)));
    const tile = page.getByRole('list', { name: 'Gallery' }).getByRole('listitem').first();
    const downloading = page.waitForEvent('download');
    await tile.getByRole('link', { name: 'Download PNG' }).click();
    const { parameters = '', weft = '' } = pngText(await readFile(await (await downloading).path()));
    const { prediction } = JSON.parse(weft) as { prediction?: string };
    // The picture's record says it where a person did: under it, and in its file.
    await expect(tile).toContainText(
      prediction === undefined ? /DPM\+\+ 2M · no adapter/ : 'predicts the velocity · no adapter',
    );
    expect(parameters.includes('Prediction: ')).toBe(prediction !== undefined);
    return { drawn, prediction };
  };
  const noise = await draw();
  expect(noise.prediction).toBeUndefined();
  expect(await draw()).toEqual(noise);

  const predictsVelocity = row(page, 'tiny').filter({ hasText: 'predicts the velocity' });
  const say = async (option: string) => {
    await goTo(page, 'Library');
    await page.getByRole('button', { name: 'What tiny predicts' }).click();
    await page.getByLabel('Prediction', { exact: true }).selectOption(option);
    await page.getByRole('button', { name: 'Keep this' }).click();
  };
  await say('It predicts the velocity');
  await expect(predictsVelocity).toBeVisible();
  await expect(status(page)).toContainText('tiny on wasm', { timeout: 60_000 });
  const velocity = await draw();
  expect(velocity.prediction).toBe('v_prediction');
  expect(velocity.drawn.equals(noise.drawn)).toBe(false);

  await openStudio(page, 'wasm');
  await expect(status(page)).toContainText('tiny on wasm', { timeout: 60_000 });
  await goTo(page, 'Create');
  const kept = page.getByRole('list', { name: 'Gallery' }).getByRole('listitem');
  await expect(kept.filter({ hasText: 'predicts the velocity' })).toHaveCount(1);
  expect(await draw()).toEqual(velocity);
  await goTo(page, 'Library');
  await expect(predictsVelocity).toBeVisible();

  // And back: what the files say draws as before.
  await say('What its files say');
  await expect(predictsVelocity).toBeHidden();
  await expect(status(page)).toContainText('tiny on wasm', { timeout: 60_000 });
  expect(await draw()).toEqual(noise);
});

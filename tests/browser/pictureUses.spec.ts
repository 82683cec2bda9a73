/** What a person does with a personalised picture: held against its base, made a keyframe, put into a grid; and presets of drawing. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import {
  addTwoFabrics,
  DRAWING_TIMEOUT,
  fill,
  generate,
  goTo,
  openStudio,
  TRAINING_TIMEOUT,
} from './outputs/studioSteps.ts';

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const chosen = (page: Page, label: string) => field(page, label).locator('option:checked');

/** Teaches the tiny model something strong under a name. */
async function train(page: Page, name: string): Promise<void> {
  await goTo(page, 'Train');
  await field(page, 'Checkpoint every').evaluate((element) => element.closest('details')?.setAttribute('open', ''));
  await fill(page, {
    'Adapter name': name,
    Steps: 4,
    'Class images': 0,
    'Learning rate': 0.03,
    'Checkpoint every': 4,
    'Steady loss every': 0,
    'Sample pictures every': 0,
  });
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('status').getByText('Training finished', { exact: true })).toBeVisible({
    timeout: TRAINING_TIMEOUT,
  });
}

test.beforeEach(async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openTinyModel(page);
  await openStudio(page, 'wasm');
});

test('the newest adapter that knows the word is chosen by itself, never over a choice; its picture is held against the base', async ({
  page,
}) => {
  await addTwoFabrics(page);
  await train(page, 'Indigo');

  await test.step('in every panel, and it is said where', async () => {
    for (const panel of ['Create', 'Compare', 'Morph'] as const) {
      await goTo(page, panel);
      await expect(chosen(page, 'Adapter')).toHaveText('Indigo');
      await expect(page.getByText('Chosen by itself: the newest that knows sks.')).toBeVisible();
    }
  });

  await test.step('a newer one takes its place, but not where a person chose', async () => {
    await goTo(page, 'Create');
    await field(page, 'Adapter').selectOption({ label: 'None' });
    await train(page, 'Kente');
    await goTo(page, 'Morph');
    await expect(chosen(page, 'Adapter')).toHaveText('Kente', { timeout: TRAINING_TIMEOUT });
    await goTo(page, 'Create');
    await expect(chosen(page, 'Adapter')).toHaveText('None');
    await page.reload();
    await expect(field(page, 'Adapter').getByRole('option', { name: 'Kente' })).toBeAttached();
    await expect(chosen(page, 'Adapter')).toHaveText('None');
    await goTo(page, 'Compare');
    await expect(chosen(page, 'Adapter')).toHaveText('Kente');
  });

  await test.step('a prompt without the word draws without it', async () => {
    await fill(page, { Prompt: 'a chair' });
    await expect(chosen(page, 'Adapter')).toHaveText('None');
    await fill(page, { Prompt: 'a chair of sks cloth' });
    await expect(chosen(page, 'Adapter')).toHaveText('Kente');
  });

  await goTo(page, 'Create');
  await field(page, 'Adapter').selectOption({ label: 'Kente' });
  await fill(page, { Prompt: 'a dress of sks african fabric', Seed: 7, 'Sampling steps': 2 });
  await generate(page);
  const gallery = page.getByRole('list', { name: 'Gallery' });
  const use = async (name: string) => {
    await gallery
      .getByRole('listitem')
      .filter({ hasText: 'Kente × 1' })
      .first()
      .getByRole('button', { name: 'Use this picture' })
      .click();
    await page.getByRole('menuitem', { name }).click();
  };

  await test.step('the base is drawn once, of the same seed, without adapter and word', async () => {
    await use('Compare with the base');
    const dialog = page.getByRole('dialog', { name: 'With what was learnt, and without' });
    const line = dialog.getByRole('slider', { name: 'Line between Base model and Personalised' });
    await expect(line).toBeVisible({ timeout: DRAWING_TIMEOUT });
    const base = dialog.getByRole('img', { name: 'Base model: a dress of african fabric' });
    const personal = dialog.getByRole('img', { name: 'Personalised: a dress of sks african fabric' });
    expect(meanDistance(await pixelsOf(base), await pixelsOf(personal))).toBeGreaterThan(2);
    await line.focus();
    await page.keyboard.press('Home');
    await expect(line).toHaveAttribute('aria-valuetext', '0 % Base model, 100 % Personalised');
    await expect(base).toHaveCSS('clip-path', 'inset(0px 100% 0px 0px)');
    await page.keyboard.press('End');
    await expect(base).toHaveCSS('clip-path', 'inset(0px 0% 0px 0px)');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await rulesHold(page, `the comparison with the base in ${colorScheme}`);
    }
    await page.keyboard.press('Escape');
    const drawn = gallery.getByRole('listitem').filter({ hasText: 'seed 7' });
    await expect(drawn).toHaveCount(2);
    await expect(drawn.filter({ hasText: 'no adapter' })).toHaveCount(1);
    await use('Compare with the base');
    await expect(line).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(drawn).toHaveCount(2);
  });

  await test.step('as keyframes the picture and the next begin a film', async () => {
    await use('Use as keyframe');
    await expect(page.getByText('Keyframe 1 of the film: seed 7.')).toBeVisible();
    await fill(page, { Seed: 100 });
    await generate(page);
    await use('Use as keyframe');
    await expect(page.getByText('Keyframe 2 of the film: seed 100.')).toBeVisible();
    await goTo(page, 'Morph');
    await expect(field(page, 'Seed of keyframe 1')).toHaveValue('7');
    await expect(field(page, 'Seed of keyframe 2')).toHaveValue('100');
    await expect(field(page, 'Keyframes')).toHaveValue('2');
    await expect(field(page, 'Prompt')).toHaveValue('a dress of sks african fabric');
    await expect(chosen(page, 'Adapter')).toHaveText('Kente');
  });

  await test.step('in a grid all pictures have its settings', async () => {
    await goTo(page, 'Create');
    await use('Use in a grid');
    await expect(page.getByRole('heading', { name: 'Compare', level: 1 })).toBeVisible();
    await expect(field(page, 'Prompt')).toHaveValue('a dress of sks african fabric');
    await expect(field(page, 'Seed')).toHaveValue('100');
    await expect(chosen(page, 'Adapter')).toHaveText('Kente');
  });
});

test('a preset of drawing is saved, used in another panel, shared and taken in', async ({ page }) => {
  await goTo(page, 'Create');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await expect(chosen(page, 'Drawing preset')).toHaveText('Usual for the open model');
  await fill(page, { 'Sampling steps': 3, 'Negative prompt': 'blurry', Prompt: 'a kite' });
  await expect(chosen(page, 'Drawing preset')).toHaveText('Your own');
  await press('Save as a preset');
  await field(page, 'Name of the preset').fill('Sketch');
  await press('Save');
  await expect(chosen(page, 'Drawing preset')).toHaveText('Sketch');
  await rulesHold(page, 'Create at a preset of one’s own');

  const [download] = await Promise.all([page.waitForEvent('download'), press('Share preset')]);
  const shared = await readFile(await download.path());
  expect(JSON.parse(shared.toString())).toMatchObject({
    weft: 'drawing settings',
    preset: 'Sketch',
    settings: { samplingSteps: 3, negativePrompt: 'blurry' },
  });
  expect(JSON.parse(shared.toString()).settings).not.toHaveProperty('prompt');

  await page.reload();
  await goTo(page, 'Morph');
  await field(page, 'Drawing preset').selectOption('Sketch');
  await expect(field(page, 'Sampling steps')).toHaveValue('3');
  await expect(field(page, 'Prompt')).not.toHaveValue('a kite');
  await field(page, 'Drawing preset').selectOption('Usual for the open model');
  await expect(field(page, 'Negative prompt')).toHaveValue('');

  await goTo(page, 'Create');
  await press('Delete preset');
  await expect(chosen(page, 'Drawing preset')).toHaveText('Your own');
  await page.getByRole('heading', { name: 'Create', level: 1 }).click();
  await page.keyboard.press('Control+z');
  await expect(chosen(page, 'Drawing preset')).toHaveText('Sketch');
  await press('Delete preset');
  await fill(page, { 'Sampling steps': 9 });
  await page
    .getByLabel('Open settings')
    .setInputFiles({ name: 'sketch.json', mimeType: 'application/json', buffer: shared });
  await expect(chosen(page, 'Drawing preset')).toHaveText('Sketch');
  await expect(field(page, 'Sampling steps')).toHaveValue('3');
  await expect(field(page, 'Prompt')).toHaveValue('a kite');
});

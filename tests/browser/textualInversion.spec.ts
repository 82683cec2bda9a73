/** A word learnt by hand: refused where it won't do, broken off and gone on with, drawn with, compared, exported. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { DrawnGrid } from '../../src/features/compare/grid/gridSettings.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { reloadAtCheckpoint } from './outputs/atCheckpoint.ts';
import { keptRunSteps } from './outputs/keptRuns.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { pngText } from './outputs/pngText.ts';
import { storedWords } from './outputs/storedWords.ts';
import { DRAWING_TIMEOUT, fill, generate, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

const STEPS = 120;
const VECTORS = 2;
const SAMPLES = ['sample-01', 'sample-02'].map((name) => `public/samples/${name}.webp`);

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const finished = (page: Page) => page.getByRole('status').getByText('Training finished', { exact: true });
const unfinished = (page: Page) => page.getByRole('region', { name: 'Unfinished runs' });

async function startRun(page: Page, name: string, token: string): Promise<void> {
  await goTo(page, 'Train');
  if (!(await field(page, 'Checkpoint every').isVisible())) {
    await page.getByText('Expert settings', { exact: true }).click();
  }
  await fill(page, {
    Name: name,
    'Placeholder token': token,
    'Initialiser token': 'pattern',
    Steps: STEPS,
    Vectors: VECTORS,
    'Learning rate': 0.05,
    'Checkpoint every': 10,
    'Steady loss every': STEPS / 2,
    'Sample pictures every': 0,
  });
  await page.getByRole('button', { name: 'Start training' }).click();
}

async function downloadOf(page: Page, press: Locator): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press.click()]);
  return readFile(await download.path());
}

test('a word is learnt, gone on with after a reload, drawn with, compared and exported', async ({ context, page }) => {
  await openTinyModel(context);
  page.on('dialog', (dialog) => dialog.accept());
  await openStudio(page, 'wasm');
  await page.getByLabel('Add images').setInputFiles(SAMPLES);
  await expect(page.getByRole('button', { name: /^Remove sample/ })).toHaveCount(SAMPLES.length);

  await test.step('words that won’t do are refused at their fields, and nothing runs', async () => {
    await goTo(page, 'Train');
    await fill(page, { Rank: 7 });
    await page.getByRole('radio', { name: 'LoRA' }).press('ArrowRight');
    await expect(page.getByRole('radio', { name: 'Textual inversion' })).toBeChecked();
    await fill(page, { 'Placeholder token': 'fabric', 'Initialiser token': 'supercalifragilistic' });
    await expect(field(page, 'Placeholder token')).toHaveAccessibleDescription(/the model knows this one/);
    await expect(field(page, 'Initialiser token')).toHaveAccessibleDescription(/this is \d+ tokens/);
    await page.getByRole('button', { name: 'Start training' }).click();
    await expect(field(page, 'Placeholder token')).toBeFocused();
    await expect(page.getByRole('progressbar', { name: 'Training progress' })).toHaveCount(0);
    await page.getByRole('radio', { name: 'LoRA' }).check();
    await expect(field(page, 'Rank')).toHaveValue('7');
    await page.getByRole('radio', { name: 'Textual inversion' }).check();
    await expect(field(page, 'Placeholder token')).toHaveValue('fabric');
  });

  await test.step('a run, and one that dies on its way, end in the same rows', async () => {
    await startRun(page, 'Whole', '<whole>');
    await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
    await reloadAtCheckpoint(page, () => startRun(page, 'Broken', '<broken>'));
    await expect(unfinished(page)).toContainText('“Broken” was broken off');
    await unfinished(page)
      .getByRole('button', { name: /^Go on from step/ })
      .click();
    await expect(finished(page)).toBeVisible({ timeout: TRAINING_TIMEOUT });
    const words = await storedWords(page);
    const [whole, broken] = ['Whole', 'Broken'].map((name) => words.find((word) => word.name === name));
    if (!whole || !broken) throw new Error('a word is not in the library');
    expect(whole).toMatchObject({ token: '<whole>', stepsDone: STEPS });
    expect(whole.vectors).toHaveLength(VECTORS * whole.width);
    expect(whole.vectors.slice(0, whole.width)).not.toEqual(whole.vectors.slice(whole.width));
    expect(broken).toEqual({ ...whole, name: 'Broken', token: '<broken>' });
    expect(whole.losses.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, index) => index + 1));
    expect(whole.evaluations.map(({ step }) => step)).toEqual([0, STEPS / 2, STEPS]);
    expect(await keptRunSteps(page)).toEqual([]);
  });

  await test.step('a word of the library is no new word', async () => {
    // The form has gone on to a word that is free.
    await expect(field(page, 'Placeholder token')).toHaveValue('<broken-2>');
    await fill(page, { 'Placeholder token': '<WHOLE>' });
    await expect(field(page, 'Placeholder token')).toHaveAccessibleDescription(/one in your library has this token/);
  });

  await test.step('it stands in prompts at once, and changes what is drawn', async () => {
    await page.getByRole('link', { name: 'Draw with it' }).click();
    await expect(field(page, 'Prompt')).toHaveValue('a <broken>');
    await fill(page, { 'Sampling steps': 2 });
    const learnt = await pixelsOf(await generate(page));
    await fill(page, { Prompt: 'a pattern' });
    expect(meanDistance(learnt, await pixelsOf(await generate(page)))).toBeGreaterThan(1);
    await fill(page, { Prompt: 'a <whole>' });
    expect(meanDistance(learnt, await pixelsOf(await generate(page)))).toBe(0);
  });

  await test.step('Compare puts it beside the model that learnt nothing', async () => {
    await goTo(page, 'Compare');
    await expect(page.getByText('this needs an adapter.').first()).toBeVisible();
    await field(page, 'Columns').selectOption({ label: 'Subject' });
    await page.getByRole('checkbox', { name: 'Nothing learnt' }).check();
    await page.getByRole('checkbox', { name: 'Whole: <whole>' }).check();
    await fill(page, { Prompt: 'a sks cloth', 'Sampling steps': 2 });
    await page.getByRole('button', { name: 'Draw 2 pictures' }).click();
    const pictures = page.getByRole('region', { name: 'Compare: results' }).locator('button img');
    await expect(pictures).toHaveCount(2, { timeout: DRAWING_TIMEOUT });
    await expect(page.getByText(new RegExp(`^learnt word · ${STEPS} steps · .*s · 1 KB$`))).toBeVisible();
    expect(meanDistance(await pixelsOf(pictures.nth(0)), await pixelsOf(pictures.nth(1)))).toBeGreaterThan(1);
    const sheet = await downloadOf(page, page.getByRole('button', { name: 'Save grid as PNG' }));
    const { columns } = DrawnGrid.parse(JSON.parse(pngText(sheet)['weft-grid'] ?? ''));
    expect(columns).toMatchObject({
      setting: 'subject',
      values: [{ kind: 'none' }, { kind: 'word', name: 'Whole', token: '<whole>', facts: { steps: STEPS } }],
    });
    await page.getByRole('checkbox', { name: 'Whole: <whole>' }).uncheck();
    await page.getByText('Presets', { exact: true }).click();
    await page
      .getByLabel('Open settings from a PNG')
      .setInputFiles({ name: 'grid.png', mimeType: 'image/png', buffer: sheet });
    await expect(page.getByRole('checkbox', { name: 'Whole: <whole>' })).toBeChecked();
  });

  await test.step('its file is small', async () => {
    await goTo(page, 'Library');
    const card = page.getByRole('list', { name: 'Learnt words' }).getByRole('listitem').filter({ hasText: '<whole>' });
    await card.getByRole('button', { name: /^Export/ }).click();
    const file = await downloadOf(page, page.getByRole('menuitem', { name: /^diffusers/ }));
    const header = Number(file.readBigUInt64LE(0));
    const [word] = await storedWords(page);
    expect(file.length - 8 - header).toBe(4 * VECTORS * (word?.width ?? 0));
    expect(file.length).toBeLessThan(100_000);
  });
});

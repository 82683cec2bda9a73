/** Grids by hand: two settings against each other, saved as one PNG and opened again, cancelled and gone on with. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { type Download, expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { DrawnGrid } from '../../src/features/compare/grid/gridSettings.ts';
import { craftedFile } from './adapters/craftedAdapter.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { decoded, placeOf } from './outputs/findPicture.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { pngText } from './outputs/pngText.ts';
import { DRAWING_TIMEOUT, fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

test.beforeEach(({ page }) => openTinyModel(page));

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const picture = (page: Page, label: string) => page.getByRole('button', { name: label, exact: true });
const pictures = (page: Page) => page.getByRole('region', { name: 'Compare: results' }).locator('button img');
const saved = async (download: Download): Promise<Buffer> => readFile(await download.path());

async function choose(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, name] of Object.entries(fields)) await field(page, label).selectOption({ label: name });
}

async function draw(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: `Draw ${count} pictures`, exact: true }).click();
  await expect(pictures(page)).toHaveCount(count, { timeout: DRAWING_TIMEOUT });
}

async function downloadOf(page: Page, press: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return download;
}

test('two settings against each other: drawn, opened, saved with its settings, and opened again', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Compare');
  const pixels = (label: string) => pixelsOf(picture(page, label).locator('img'));

  await test.step('values out of range are refused at their field', async () => {
    await choose(page, { Columns: 'Seed', Rows: 'Guidance scale' });
    await fill(page, { 'Column values': '1, 42', 'Row values': '1.5, 30', 'Sampling steps': 2 });
    await expect(field(page, 'Row values')).toHaveAccessibleDescription(/“30”, which must be 20 or less/);
    await page.getByRole('button', { name: 'Draw grid' }).click();
    await expect(field(page, 'Row values')).toBeFocused();
    await expect(page.getByRole('progressbar', { name: 'Grid progress' })).toHaveCount(0);
    await fill(page, { 'Row values': '1.5 7.5' });
    await expect(page.getByText(/^4 pictures at 2 steps each: about .+ on this device\.$/)).toBeVisible();
  });

  await test.step('draw', async () => {
    await draw(page, 4);
    const table = page.getByRole('table', { name: 'Grid: a sks african fabric pattern' });
    await expect(table.getByRole('columnheader')).toHaveText(['seed 1', 'seed 42']);
    await expect(table.getByRole('rowheader')).toHaveText(['guidance 1.5', 'guidance 7.5']);
    const one = await pixels('guidance 7.5, seed 1');
    expect(meanDistance(one, await pixels('guidance 7.5, seed 42'))).toBeGreaterThan(5);
    expect(meanDistance(one, await pixels('guidance 1.5, seed 1'))).toBeGreaterThan(2);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  let sheetFile: Buffer = Buffer.alloc(0);
  await test.step('save the grid as one PNG', async () => {
    const save = page.getByRole('button', { name: 'Save grid as PNG' });
    const download = await downloadOf(page, () => save.click());
    expect(download.suggestedFilename()).toBe('a-sks-african-fabric-pattern-seed-by-guidance-scale-42.png');
    sheetFile = await saved(download);
    const sheet = await decoded(sheetFile);
    const places: ({ x: number; y: number } | null)[] = [];
    for (const label of [
      'guidance 1.5, seed 1',
      'guidance 1.5, seed 42',
      'guidance 7.5, seed 1',
      'guidance 7.5, seed 42',
    ]) {
      await picture(page, label).click();
      const link = page.getByRole('dialog', { name: label }).getByRole('link', { name: 'Download PNG' });
      const own = await saved(await downloadOf(page, () => link.click()));
      await page.keyboard.press('Escape');
      places.push(placeOf(await decoded(own, 4), sheet));
    }
    // Each pixel of each picture stands on the sheet as a square of sixteen, in rows and columns of one pitch.
    const [first, right, below, last] = places;
    if (!first || !right || !below || !last) throw new Error(`pictures are missing: ${JSON.stringify(places)}`);
    const pitch = right.x - first.x;
    expect(pitch).toBeGreaterThan(256);
    expect(right).toEqual({ x: first.x + pitch, y: first.y });
    expect(below).toEqual({ x: first.x, y: first.y + pitch });
    expect(last).toEqual({ x: right.x, y: below.y });
    const margin = sheet.width - (last.x + 256);
    expect(margin).toBeGreaterThan(0);
    expect(sheet.height - (last.y + 256)).toBe(margin);

    const texts = pngText(sheetFile);
    expect(DrawnGrid.parse(JSON.parse(texts['weft-grid'] ?? ''))).toMatchObject({
      model: 'weft-starter',
      base: { prompt: 'a sks african fabric pattern', samplingSteps: 2, size: 64 },
      adapters: [],
      columns: { setting: 'seed', values: [1, 42] },
      rows: { setting: 'guidanceScale', values: [1.5, 7.5] },
    });
    expect(texts.parameters).toContain('X Type: Seed, X Values: "seed 1, seed 42"');
  });

  await test.step('a picture’s settings draw it again in Create', async () => {
    const before = await pixels('guidance 7.5, seed 42');
    await picture(page, 'guidance 7.5, seed 42').click();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('dialog', { name: 'guidance 1.5, seed 1' })).toBeVisible();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'Use in Create' }).click();
    await expect(page.getByRole('heading', { name: 'Create', level: 1 })).toBeVisible();
    await expect(field(page, 'Seed')).toHaveValue('42');
    expect(Buffer.compare(before, await pixelsOf(await generate(page)))).toBe(0);
    await goTo(page, 'Compare');
  });

  await test.step('the form and the pictures outlive a reload', async () => {
    const before = await pixels('guidance 7.5, seed 42');
    await fill(page, { Prompt: 'a red vase' });
    // The form is kept a moment after it was typed.
    await expect
      .poll(async () => {
        await page.reload();
        return field(page, 'Prompt').inputValue();
      })
      .toBe('a red vase');
    await expect(field(page, 'Row values')).toHaveValue('1.5 7.5');
    expect(Buffer.compare(before, await pixels('guidance 7.5, seed 42'))).toBe(0);
  });

  await test.step('the saved PNG fills the form again', async () => {
    await choose(page, { Columns: 'Style', Rows: 'None' });
    await page.getByText('Presets', { exact: true }).click();
    const open = page.getByLabel('Open settings from a PNG');
    await open.setInputFiles({
      name: 'other.png',
      mimeType: 'image/png',
      buffer: await sharp(sheetFile).png().toBuffer(),
    });
    await expect(page.getByRole('alert')).toContainText('holds no grid’s settings');
    await open.setInputFiles({ name: 'grid.png', mimeType: 'image/png', buffer: sheetFile });
    await expect(field(page, 'Columns')).toHaveValue('seed');
    await expect(field(page, 'Column values')).toHaveValue('1, 42');
    await expect(field(page, 'Row values')).toHaveValue('1.5, 7.5');
    await expect(field(page, 'Prompt')).toHaveValue('a sks african fabric pattern');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
});

test('cancelled, a grid keeps what is drawn, and can be gone on with; an adapter changes its pictures', async ({
  page,
}) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByLabel('Import adapters').setInputFiles([craftedFile('Crafted', 5)]);
  await expect(page.getByRole('heading', { name: 'Crafted' })).toBeVisible();
  await goTo(page, 'Compare');
  await choose(page, { Columns: 'Adapter', Rows: 'Seed' });
  for (const name of ['Crafted', 'No adapter']) await page.getByRole('checkbox', { name }).check();
  await fill(page, { 'Row values': '1, 42', 'Sampling steps': 60 });
  await page.getByRole('button', { name: 'Draw 4 pictures', exact: true }).click();
  await expect(pictures(page).first()).toBeVisible({ timeout: DRAWING_TIMEOUT });
  await page.getByRole('button', { name: 'Cancel, and keep what is drawn' }).click();
  await expect(page.getByRole('status').filter({ hasText: /^Cancelled: \d of 4 pictures/ })).toBeVisible();
  const kept = await pictures(page).count();
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(4);
  const first = await pixelsOf(picture(page, 'seed 1, Crafted').locator('img'));

  await page.setViewportSize({ width: 375, height: 720 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);

  await page.getByRole('button', { name: /^Draw the .*missing pictures?$/ }).click();
  await expect(pictures(page)).toHaveCount(4, { timeout: DRAWING_TIMEOUT });
  await expect(page.getByRole('status').filter({ hasText: /^4 pictures, drawn in/ })).toBeVisible();
  expect(Buffer.compare(first, await pixelsOf(picture(page, 'seed 1, Crafted').locator('img')))).toBe(0);
  const bare = await pixelsOf(picture(page, 'seed 1, no adapter').locator('img'));
  expect(meanDistance(first, bare)).toBeGreaterThan(1);
});

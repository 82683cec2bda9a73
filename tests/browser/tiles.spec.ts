/** Seamless tiles: drawn so that edges meet, repeated on the screen, and saved with their size in print. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import type { TileRepeat } from '../../src/contract/settings/tileSettings.ts';
import { tileSeams } from '../../workers/images/tiles/tileSeams.ts';
import { pixelsOf } from './outputs/pixels.ts';
import { pngText } from './outputs/pngText.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

const seamsOf = (pixels: Uint8Array, side: number, repeat: TileRepeat = 'straight') =>
  tileSeams({ width: side, height: side, rgba: new Uint8ClampedArray(pixels) }, repeat);

async function saved(page: Page, button: string): Promise<Buffer> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return readFile(await download.path());
}

/** RGB rows of a PNG. */
async function rgbOf(png: Buffer) {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number) => [...data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3)];
  return { ...info, pixel };
}

test('a seamless tile meets its own edges, is repeated, and is saved for print', async ({ page }) => {
  test.setTimeout(5 * 60_000);
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  await fill(page, { Prompt: 'a fabric pattern of blue circles', 'Sampling steps': 8, Seed: 3 });
  const plain = seamsOf(await pixelsOf(await generate(page)), 128);
  await page.getByText('Expert settings', { exact: true }).click();
  await page.getByLabel('Seamless tile', { exact: true }).selectOption({ label: 'On all sides, as a half-drop' });
  const picture = await generate(page);
  const tile = await pixelsOf(picture);
  const seams = seamsOf(tile, 128, 'half-drop');
  console.info(`seams ${JSON.stringify(plain)} become ${JSON.stringify(seams)}`);
  expect(Math.max(seams.across, seams.down)).toBeLessThan(1.25);
  expect(Math.max(plain.across, plain.down)).toBeGreaterThan(1.5);

  const drawn = page.getByRole('list', { name: 'Gallery' }).getByRole('listitem').first();
  await expect(drawn).toContainText('seamless half-drop');
  await drawn.getByRole('button', { name: 'Use this picture' }).click();
  await page.getByRole('menuitem', { name: 'Repeat as a tile' }).click();
  const dialog = page.getByRole('dialog', { name: 'Repeat as a tile' });
  await expect(dialog.getByRole('status')).toContainText('It repeats without a seam');
  await rulesHold(page, 'the tile dialog');

  await fill(page, {
    'Width of a tile (mm)': 25.4,
    'Resolution (dots per inch)': 128,
    'Tiles across': 2,
    'Tiles down': 1,
  });
  await expect(dialog.getByLabel('Repeat', { exact: true })).toHaveValue('half-drop');
  await expect(dialog.getByText('256 × 128 pixels, 51 × 25 mm in print.')).toBeVisible();
  const preview = dialog.getByRole('button', { name: /^Three by three tiles/ });
  await dialog.getByLabel('Repeat', { exact: true }).selectOption({ label: 'Straight' });
  await expect(dialog.getByRole('status')).toContainText('There is a seam between left and right');
  await dialog.getByLabel('Repeat', { exact: true }).selectOption({ label: 'Half-drop: every other column' });
  const before = await preview.screenshot();
  await preview.press('ArrowRight');
  expect(Buffer.compare(await preview.screenshot(), before)).not.toBe(0);

  const sheet = await saved(page, 'Download the repeat');
  expect(await sharp(sheet).metadata()).toMatchObject({ width: 256, height: 128, density: 128 });
  expect(JSON.parse(pngText(sheet).weft ?? '')).toMatchObject({ seed: 3, seamless: 'half-drop' });
  const { pixel } = await rgbOf(sheet);
  for (const [x, y] of [
    [5, 9],
    [127, 64],
    [90, 127],
  ] as const) {
    const own = [...tile.subarray(4 * (y * 128 + x), 4 * (y * 128 + x) + 3)];
    expect(pixel(x, y)).toEqual(own);
    // The second column is half a tile lower.
    expect(pixel(128 + x, (y + 64) % 128)).toEqual(own);
  }
  const one = await saved(page, 'Download one tile');
  expect(await sharp(one).metadata()).toMatchObject({ width: 128, height: 128, density: 128 });

  await fill(page, { 'Tiles across': 50, 'Tiles down': 50, 'Resolution (dots per inch)': 1200 });
  await dialog.getByRole('button', { name: 'Download the repeat' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Choose fewer tiles, smaller ones or a lower resolution.');
});

test('the frames of a film of tiles are tiles', async ({ page }) => {
  test.setTimeout(5 * 60_000);
  await openStudio(page, 'wasm');
  await goTo(page, 'Morph');
  await page.getByText('Expert settings', { exact: true }).click();
  await page.getByLabel('Seamless tile', { exact: true }).selectOption({ label: 'On all sides' });
  await fill(page, { Keyframes: 2, 'Duration (s)': 1, 'Frames per second': 3, 'Sampling steps': 8 });
  await page.getByRole('button', { name: 'Render morph' }).click();
  await expect(page.getByRole('link', { name: 'Download GIF' })).toBeVisible({ timeout: 180_000 });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download GIF' }).click(),
  ]);
  const { data, info } = await sharp(await readFile(await download.path()), { animated: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const frames = info.height / info.width;
  expect(frames).toBe(3);
  for (let frame = 0; frame < frames; frame++) {
    const bytes = 4 * info.width ** 2;
    const { across, down } = seamsOf(data.subarray(frame * bytes, (frame + 1) * bytes), info.width);
    expect(Math.max(across, down)).toBeLessThan(1.25);
  }
});

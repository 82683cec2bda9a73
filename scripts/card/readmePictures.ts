/**
 * README's pictures, made in the built studio on wasm with the ready-made weights: the studio with what it drew
 * (`docs/studio.webp`), a half-drop repeat (`docs/tile.webp`), and a film (`docs/film.gif`).
 *
 *   npm run pictures
 */
import { writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { fill, goTo, openStudio } from '../../tests/browser/outputs/studioSteps.ts';
import { bytesOf, WORK_TIMEOUT } from './cardSteps.ts';

const CLOTH = 'a sks african fabric pattern';
/** Newest first in the gallery. */
const DRAWN = [
  'a vase with sks african fabric pattern',
  'a bag made of sks african fabric',
  'a dress made of sks african fabric',
  CLOTH,
] as const;

test.use({ viewport: { width: 1400, height: 1180 }, deviceScaleFactor: 1.25, colorScheme: 'light' });

test('README’s pictures', async ({ page }) => {
  const gallery = page.getByRole('list', { name: 'Gallery' });
  const draw = async (prompt: string, seed: number) => {
    const before = await gallery.getByRole('img').count();
    await fill(page, { Prompt: prompt, Seed: seed });
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(gallery.getByRole('img')).toHaveCount(before + 1, { timeout: WORK_TIMEOUT });
  };
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await page.getByRole('button', { name: 'Use ready-made weights' }).click();
  await expect(page.getByRole('list', { name: 'Adapters' }).getByRole('listitem')).toHaveCount(1, { timeout: 60_000 });

  await goTo(page, 'Create');
  for (const prompt of DRAWN) await draw(prompt, 7);
  await page.getByLabel('Prompt', { exact: true }).scrollIntoViewIfNeeded();
  await writeFile(
    'docs/studio.webp',
    await sharp(await page.screenshot())
      .webp({ quality: 88 })
      .toBuffer(),
  );

  await page.getByText('Expert settings', { exact: true }).click();
  await page.getByLabel('Seamless tile', { exact: true }).selectOption({ label: 'On all sides, as a half-drop' });
  await draw(CLOTH, 7);
  await gallery.getByRole('button', { name: 'Use this picture' }).first().click();
  await page.getByRole('menuitem', { name: 'Repeat as a tile' }).click();
  await fill(page, {
    'Width of a tile (mm)': 25.4,
    'Resolution (dots per inch)': 128,
    'Tiles across': 6,
    'Tiles down': 3,
  });
  const repeat = await bytesOf(page, () => page.getByRole('button', { name: 'Download the repeat' }).click());
  await writeFile('docs/tile.webp', await sharp(repeat).webp({ quality: 85 }).toBuffer());
  await page.getByRole('button', { name: 'Close' }).click();

  await goTo(page, 'Morph');
  await fill(page, { Keyframes: 3, 'Duration (s)': 3, 'Frames per second': 8, 'Sampling steps': 12 });
  await page.getByRole('button', { name: 'Render morph' }).click();
  const download = page.getByRole('link', { name: 'Download GIF' });
  await expect(download).toBeVisible({ timeout: WORK_TIMEOUT });
  await writeFile('docs/film.gif', await bytesOf(page, () => download.click()));
});

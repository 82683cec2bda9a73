/** The cloth's colours: told in the dataset, held against a drawn picture's, and a picture pulled onto them beside its original. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import type { Picture } from '../../src/contract/drawing.ts';
import type { Palette } from '../../src/contract/pictures/palette.ts';
import { coloursBeside } from '../../workers/images/colours/mainColours.ts';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { pngText } from './outputs/pngText.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { addTwoFabrics, fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

const swatches = (page: Page, label: string) =>
  page.getByRole('list', { name: label, exact: true }).getByRole('button');
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Colours of the cloth' });
const gallery = (page: Page) => page.getByRole('list', { name: 'Gallery' }).getByRole('listitem');
const asPicture = (pixels: Uint8Array, side: number): Picture => ({
  width: side,
  height: side,
  rgba: new Uint8ClampedArray(pixels),
});

async function openColours(page: Page): Promise<void> {
  await gallery(page).last().getByRole('button', { name: 'Use this picture' }).click();
  await page.getByRole('menuitem', { name: 'Colours of the cloth' }).click();
}

/** The palette that a list of swatches tells. */
async function paletteOf(page: Page, label: string): Promise<Palette> {
  const names = await swatches(page, label).evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute('title') ?? ''),
  );
  const colours = names.map((name) => {
    const [, hex = '', percent = ''] = /^#([0-9a-f]{6}), (\d+) %$/.exec(name) ?? [];
    const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
    return { rgb: [channel(0), channel(2), channel(4)] as const, share: Number(percent) / 100 };
  });
  return { colours, distance: 0 };
}

test('a picture is pulled onto the cloth’s colours, and stays beside it as it was drawn', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);

  const cloth = await test.step('the dataset tells its colours, and a press copies one', async () => {
    const list = swatches(page, 'Main colours of the images');
    await expect(list.first()).toBeVisible();
    const palette = await paletteOf(page, 'Main colours of the images');
    expect(palette.colours.length).toBeGreaterThan(1);
    expect(palette.colours.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 1);
    await list.first().click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(await list.first().getAttribute('title')).toContain(copied);
    await expect(page.getByText(`${copied} is copied.`)).toBeVisible();
    await rulesHold(page, 'the dataset with its colours');
    return palette;
  });

  await goTo(page, 'Create');
  await fill(page, { Prompt: 'a photo of a red and green striped dress', 'Sampling steps': 8, Seed: 3 });
  const original = await pixelsOf(await generate(page));
  const far = coloursBeside(asPicture(original, 128), cloth).distance;

  await test.step('its colours are held against the cloth’s, and pulled as far as is asked', async () => {
    await openColours(page);
    await expect(dialogOf(page)).toContainText(/Its colours are (off )?the cloth’s\./);
    await expect(swatches(page, 'Colours once pulled').first()).toBeVisible();
    expect((await paletteOf(page, 'Colours of the cloth')).colours).toEqual(cloth.colours);
    await dialogOf(page).getByRole('slider', { name: 'How far (%)' }).press('End');
    await rulesHold(page, 'the dialog of colours');
  });

  await test.step('kept, it stands beside the original, which is as it was', async () => {
    // Once the picture says that it is pulled all the way.
    await expect(async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialogOf(page).getByRole('link', { name: 'Download PNG' }).click(),
      ]);
      expect(pngText(await readFile(await download.path())).parameters).toContain('Colours pulled: 100');
    }).toPass();
    await dialogOf(page).getByRole('button', { name: 'Keep it beside the original' }).click();
    await expect(gallery(page)).toHaveCount(2);
    await expect(gallery(page).filter({ hasText: 'colours pulled by 100 %' })).toHaveCount(1);
    const pulled = await pixelsOf(gallery(page).filter({ hasText: 'colours pulled' }).getByRole('img'));
    const left = await pixelsOf(gallery(page).filter({ hasNotText: 'colours pulled' }).getByRole('img'));
    expect(meanDistance(left, original)).toBe(0);
    expect(meanDistance(pulled, original)).toBeGreaterThan(1);
    const near = coloursBeside(asPicture(pulled, 128), cloth).distance;
    console.info(`  ΔE2000 to the cloth's colours: ${far.toFixed(1)} as drawn, ${near.toFixed(1)} pulled`);
    expect(near).toBeLessThan(far);
  });

  await test.step('it outlives a reload', async () => {
    await page.reload();
    await expect(gallery(page)).toHaveCount(2);
    await expect(gallery(page).filter({ hasText: 'colours pulled by 100 %' })).toHaveCount(1);
  });
});

test('without a cloth it says where one comes from', async ({ page }) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  await fill(page, { 'Sampling steps': 1, Seed: 3 });
  await generate(page);
  await openColours(page);
  await expect(dialogOf(page).getByRole('alert')).toContainText('The open dataset has no images');
  await expect(dialogOf(page).getByRole('alert')).toContainText('Add photographs of the cloth in Dataset');
});

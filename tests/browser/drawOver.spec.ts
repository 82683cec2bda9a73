/** Drawing over a picture: nearer to it at little strength, a part of it within a mask, and what pictures say of it. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { meanDistance, pixelsOf } from './outputs/pixels.ts';
import { pngText } from './outputs/pngText.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { fill, generate, goTo, openStudio } from './outputs/studioSteps.ts';

const SIDE = 128;

const part = (page: Page) => page.locator('details', { hasText: 'Start from a picture' });
const gallery = (page: Page) => page.getByRole('list', { name: 'Gallery' }).getByRole('listitem');

/** Stripes and a disc, on a lying picture whose middle square they fill: a photograph that is cropped. */
function photograph(): Promise<Buffer> {
  const stripes = Array.from(
    { length: 8 },
    (_, i) => `<rect x="${20 + 16 * i}" width="8" height="128" fill="#${i % 2 ? 'b03030' : '204080'}"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="168" height="128"><rect width="168" height="128" fill="#d8c8a0"/>${stripes.join('')}<circle cx="84" cy="64" r="30" fill="#208040"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** White in its right half. */
const mask = () =>
  sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: '#000' } })
    .composite([
      {
        input: { create: { width: SIDE / 2, height: SIDE, channels: 3, background: '#fff' } },
        left: SIDE / 2,
        top: 0,
      },
    ])
    .png()
    .toBuffer();

async function setStrength(page: Page, strength: number): Promise<void> {
  const slider = part(page).getByRole('slider', { name: 'Strength' });
  await slider.press('Home');
  for (let i = 0; i < Math.round((strength - 0.05) / 0.05); i++) await slider.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuenow', String(strength));
}

const textOf = async (page: Page) => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    gallery(page).first().getByRole('link', { name: 'Download PNG' }).click(),
  ]);
  return pngText(await readFile(await download.path()));
};

test('a picture is drawn over, whole and in a part of it', async ({ page }, info) => {
  await openStudio(page, 'wasm');
  await goTo(page, 'Create');
  await fill(page, { Prompt: 'a photo of a striped dress', 'Sampling steps': 10, Seed: 3 });
  const bytes = await photograph();
  const cropped = await sharp(bytes)
    .extract({ left: 20, top: 0, width: SIDE, height: SIDE })
    .ensureAlpha()
    .raw()
    .toBuffer();
  const source = new Uint8Array(cropped);

  await part(page).locator('summary').click();
  await part(page)
    .getByLabel('Choose a picture')
    .setInputFiles({ name: 'cloth.png', mimeType: 'image/png', buffer: bytes });
  await expect(part(page)).toContainText('168 × 128 pixels; its middle square is drawn over, at 128 × 128.');
  await rulesHold(page, 'a picture to draw over');
  await part(page).screenshot({ path: info.outputPath('wide.png') });

  await setStrength(page, 0.3);
  const near = await pixelsOf(await generate(page));
  await expect(gallery(page).first()).toContainText('drawn over a picture, strength 0.3');
  const told = await textOf(page);
  expect(told.parameters).toMatch(/Denoising strength: 0\.3, Drawn over: [0-9a-f]{64}/);
  expect(JSON.parse(told.weft ?? '')).toMatchObject({ over: { strength: 0.3, mask: false } });

  await setStrength(page, 0.9);
  const far = await pixelsOf(await generate(page));
  expect(meanDistance(near, source)).toBeLessThan(meanDistance(far, source));
  expect(meanDistance(near, source)).toBeLessThan(30);
  expect(meanDistance(far, near)).toBeGreaterThan(3);

  await test.step('a mask keeps what is black to the bit', async () => {
    await part(page)
      .getByLabel('Mask from a file')
      .setInputFiles({ name: 'mask.png', mimeType: 'image/png', buffer: await mask() });
    await expect(part(page)).toContainText('What is painted is drawn anew, the rest stays as it is.');
    const drawn = await pixelsOf(await generate(page));
    let changed = 0;
    for (let i = 0; i < SIDE * SIDE; i++) {
      const differs = [0, 1, 2].some((channel) => drawn[4 * i + channel] !== source[4 * i + channel]);
      if (i % SIDE < SIDE / 2) expect(differs, `pixel ${i % SIDE}, ${Math.floor(i / SIDE)}`).toBe(false);
      else if (differs) changed++;
    }
    expect(changed).toBeGreaterThan((SIDE * SIDE) / 4);
    expect(JSON.parse((await textOf(page)).weft ?? '')).toMatchObject({ over: { strength: 0.9, mask: true } });
  });

  await test.step('a brush paints and erases, by pointer and by keys, and each stroke can be taken back', async () => {
    const clear = part(page).getByRole('button', { name: 'Clear the mask' });
    const undo = part(page).getByRole('button', { name: 'Undo a stroke' });
    await clear.click();
    await expect(clear).toBeDisabled();
    const canvas = part(page).getByRole('button', { name: /^The mask/ });
    await canvas.click({ position: { x: 40, y: 40 } });
    await expect(clear).toBeEnabled();
    await undo.click();
    await expect(clear).toBeDisabled();
    await canvas.focus();
    await canvas.press('ArrowLeft');
    await canvas.press(' ');
    await expect(clear).toBeEnabled();
    await page.setViewportSize({ width: 360, height: 800 });
    await part(page).screenshot({ path: info.outputPath('narrow.png') });
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await test.step('its settings are used again with what it was drawn over', async () => {
    await part(page).getByRole('button', { name: 'Start from noise again' }).click();
    await expect(part(page)).toContainText('Drop or paste a picture here');
    await gallery(page).last().getByRole('button', { name: 'Use these settings again' }).click();
    await expect(part(page).getByRole('slider', { name: 'Strength' })).toHaveAttribute('aria-valuenow', '0.3');
    expect(await pixelsOf(await generate(page))).toEqual(near);
  });

  await test.step('a picture of the gallery is drawn over, and too little strength for the steps is refused', async () => {
    await gallery(page).last().getByRole('button', { name: 'Use this picture' }).click();
    await page.getByRole('menuitem', { name: 'Draw over this' }).click();
    await expect(part(page)).toContainText('128 × 128 pixels, drawn over at 128 × 128.');
    await setStrength(page, 0.05);
    await expect(page.getByRole('alert').first()).toContainText('too little for 10 sampling steps');
  });
});

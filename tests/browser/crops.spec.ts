/** Images cut anew out of the photographs that are kept: by hand, turned, several at once; to the pixel, and taken back. */
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import type { Picture } from '../../src/contract/drawing.ts';
import type { Crop } from '../../src/contract/pictures/crop.ts';
import { FILTERS, resample } from '../../workers/shared/resample.ts';
import * as files from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { largestDistance, pixelsOf } from './outputs/pixels.ts';
import { rulesHold } from './outputs/rulesHold.ts';
import { keepRecords, storedRecords } from './outputs/storedRecords.ts';

const tiles = (page: Page) => page.getByRole('list', { name: 'Images of the dataset' }).getByRole('img');
const tile = (page: Page, name: string) => tiles(page).and(page.getByAltText(name, { exact: true }));
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const dialog = (page: Page) => page.getByRole('dialog');
const kept = (page: Page) => dialog(page).getByRole('status').filter({ hasText: 'pixels' });

/** A photograph of which no two places are alike. */
function photograph(width: number, height: number): Picture {
  let state = 7;
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let place = 0; place < width * height; place++) {
    for (let channel = 0; channel < 3; channel++) {
      state = (state * 48_271) % 2_147_483_647;
      rgba[4 * place + channel] = state % 256;
    }
  }
  return { width, height, rgba };
}

async function add(page: Page, name: string, { width, height, rgba }: Picture): Promise<void> {
  const raw = { width, height, channels: 4 as const };
  const buffer = await sharp(Buffer.from(rgba), { raw }).removeAlpha().png({ compressionLevel: 1 }).toBuffer();
  await page.getByLabel('Add images').setInputFiles([{ name, mimeType: 'image/png', buffer }]);
  await expect(tile(page, name)).toBeVisible();
}

/** The pixels of a crop, worked out from those of the photograph. */
function expected({ width, rgba }: Picture, { x, y, side, turns }: Crop): Uint8ClampedArray {
  const from = new Uint32Array(rgba.buffer);
  let cut = new Uint32Array(side * side);
  for (let row = 0; row < side; row++)
    cut.set(from.subarray((y + row) * width + x, (y + row) * width + x + side), row * side);
  for (let turn = 0; turn < turns; turn++) {
    const before = cut;
    // To the right: what was the left column becomes the upper row.
    cut = before.map((_, at) => before[(side - 1 - (at % side)) * side + Math.floor(at / side)] as number);
  }
  const picture = { width: side, height: side, rgba: new Uint8ClampedArray(cut.buffer) };
  return side <= 768 ? picture.rgba : resample(picture, 768, 768, FILTERS.bicubic).rgba;
}

/** The crops that are stored, by the images' names. */
async function storedCrops(page: Page): Promise<Record<string, Crop>> {
  const texts = await page.evaluate(async () => {
    const opening = indexedDB.open('weft-dataset');
    await new Promise((resolve, reject) => {
      opening.onsuccess = resolve;
      opening.onerror = reject;
    });
    const reading = opening.result.transaction('records').objectStore('records').getAll();
    await new Promise((resolve) => {
      reading.onsuccess = resolve;
    });
    opening.result.close();
    return JSON.stringify(Object.fromEntries(reading.result.map(({ name, crop }) => [name, crop])));
  });
  return JSON.parse(texts) as Record<string, Crop>;
}

async function cropOf(page: Page, name: string): Promise<Crop> {
  const crop = (await storedCrops(page))[name];
  if (!crop) throw new Error(`${name} is not cropped`);
  return crop;
}

test.beforeEach(async ({ page }) => {
  await openTinyModel(page);
  await page.goto('./?device=wasm#/dataset');
});

test('one is zoomed, moved and turned with the keys, taken back, done again, and made its middle once more', async ({
  page,
}, info) => {
  const photo = photograph(1900, 1300);
  await add(page, 'cloth.png', photo);
  const asAdded = await pixelsOf(tile(page, 'cloth.png'));
  await press(page, 'Crop cloth.png');

  await test.step('it begins with what is there', async () => {
    await expect(kept(page)).toHaveText('1300 × 1300 of 1900 × 1300 pixels are kept.');
    await expect(dialog(page).getByRole('button', { name: 'Crop', exact: true })).toBeDisabled();
    await expect(dialog(page)).toContainText('The photograph stays as it was added');
    await rulesHold(page, 'the dialog of a crop');
    await page.screenshot({ path: info.outputPath('crop-1280.png') });
  });

  await test.step('the keys zoom, turn and move', async () => {
    for (let times = 0; times < 6; times++)
      await dialog(page).getByRole('slider', { name: 'Zoom' }).press('ArrowRight');
    await expect(kept(page)).toHaveText('1000 × 1000 of 1900 × 1300 pixels are kept.');
    await dialog(page).getByRole('button', { name: 'Turn right' }).press('Enter');
    const frame = dialog(page).getByRole('group', { name: 'What is kept of it: moved by the arrow keys' });
    for (let times = 0; times < 5; times++) await frame.press('ArrowDown');
    await frame.press('ArrowLeft');
    await dialog(page).getByRole('button', { name: 'Crop', exact: true }).press('Enter');
    await expect(dialog(page)).toBeHidden();
  });

  const crop = await cropOf(page, 'cloth.png');
  await test.step('its picture is that part of the photograph, by Pillow’s resampling', async () => {
    expect(crop).toMatchObject({ side: 1000, turns: 1 });
    // The photograph went down on the screen, which is to the right in what is upright, and so the crop to the left of it.
    expect(crop.x).toBeLessThan(450);
    expect(crop.y).toBeLessThan(150);
    await expect(page.getByText('1000 × 1000 of 1900 × 1300 px')).toBeVisible();
    expect(largestDistance(await pixelsOf(tile(page, 'cloth.png')), expected(photo, crop))).toBe(0);
  });

  await test.step('it is one step, taken back and done again', async () => {
    await press(page, 'Take back');
    await expect(page.getByText('1900 × 1300 px', { exact: true })).toBeVisible();
    expect(largestDistance(await pixelsOf(tile(page, 'cloth.png')), asAdded)).toBe(0);
    await press(page, 'Do again');
    await expect(page.getByText('1000 × 1000 of 1900 × 1300 px')).toBeVisible();
  });

  await test.step('after a reload it is so still, and goes on from there', async () => {
    await page.reload();
    await expect(tile(page, 'cloth.png')).toBeVisible();
    expect(largestDistance(await pixelsOf(tile(page, 'cloth.png')), expected(photo, crop))).toBe(0);
    await press(page, 'Crop cloth.png');
    await expect(kept(page)).toHaveText('1000 × 1000 of 1900 × 1300 pixels are kept.');
    await expect(dialog(page).getByRole('button', { name: 'Crop', exact: true })).toBeDisabled();
    await press(page, 'The middle square again');
    await dialog(page).getByRole('button', { name: 'Crop', exact: true }).click();
    await expect(page.getByText('1900 × 1300 px', { exact: true })).toBeVisible();
    expect(largestDistance(await pixelsOf(tile(page, 'cloth.png')), asAdded)).toBe(0);
  });
});

test('a photograph that its own data turn is cropped as it is seen', async ({ page }) => {
  for (const [name, mimeType, buffer] of [
    ['turned.jpg', 'image/jpeg', await files.jpeg(400, 300, 6)],
    ['turned.webp', 'image/webp', await files.turnedWebp(400, 300, 8)],
  ] as const) {
    await page.getByLabel('Add images').setInputFiles([{ name, mimeType, buffer }]);
    await expect(tile(page, name)).toBeVisible();
    await press(page, `Crop ${name}`);
    await expect(kept(page)).toHaveText('300 × 300 of 400 × 300 pixels are kept.');
    await press(page, 'Turn left');
    await dialog(page).getByRole('button', { name: 'Crop', exact: true }).click();
    await expect(dialog(page)).toBeHidden();
    expect(await cropOf(page, name)).toEqual({ x: 50, y: 0, side: 300, turns: 3 });
    const pixels = await pixelsOf(tile(page, name));
    const at = (x: number, y: number) => [...pixels.subarray(4 * (300 * y + x), 4 * (300 * y + x) + 3)];
    const near = (found: number[], wanted: readonly number[]) =>
      expect(largestDistance(found, wanted), `${name}: ${found}`).toBeLessThan(8);
    near(at(20, 20), files.CORNERS.topRight);
    near(at(280, 20), files.CORNERS.bottomRight);
    near(at(20, 280), files.CORNERS.topLeft);
    near(at(280, 280), files.CORNERS.bottomLeft);
  }
});

test('several are added by one press, share the photograph, and go by one', async ({ page }, info) => {
  const photo = photograph(900, 600);
  await add(page, 'cloth.png', photo);
  await page.getByRole('textbox', { name: 'Caption of cloth.png' }).fill('sks fabric');
  await press(page, 'Crop cloth.png');
  await dialog(page).getByRole('radio', { name: 'Several more images' }).press('Space');
  await dialog(page).getByRole('slider', { name: 'How many crops' }).press('ArrowLeft');
  await expect(dialog(page).getByRole('img', { name: 'Where the 5 crops lie' })).toBeVisible();
  await dialog(page).getByRole('slider', { name: 'Size' }).press('ArrowLeft');
  await expect(kept(page)).toContainText('Each is 270 × 270 pixels');
  await rulesHold(page, 'the dialog of several crops');
  await page.screenshot({ path: info.outputPath('several-1280.png') });
  await page.setViewportSize({ width: 360, height: 740 });
  await rulesHold(page, 'the dialog of several crops on a telephone');
  await page.screenshot({ path: info.outputPath('several-360.png') });
  await dialog(page).getByRole('radio', { name: 'One crop, by hand' }).click();
  await expect(kept(page)).toHaveText('600 × 600 of 900 × 600 pixels are kept.');
  await page.screenshot({ path: info.outputPath('crop-360.png') });
  await page.setViewportSize({ width: 1280, height: 720 });
  await dialog(page).getByRole('radio', { name: 'Several more images' }).click();
  await press(page, 'Add 5 crops');
  await expect(tiles(page)).toHaveCount(6);
  await page.screenshot({ path: info.outputPath('tiles-1280.png') });

  await test.step('each is its part of the photograph, with the caption', async () => {
    const crops = await storedCrops(page);
    for (let number = 1; number <= 5; number++) {
      const name = `cloth (crop ${number}).png`;
      const pixels = await pixelsOf(tile(page, name));
      expect(largestDistance(pixels, expected(photo, crops[name] as Crop))).toBe(0);
      await expect(page.getByRole('textbox', { name: `Caption of ${name}` })).toHaveValue('sks fabric');
    }
    const originals = await storedRecords(page, 'weft-originals');
    expect(originals.map(({ width, height }) => [width, height])).toEqual([[900, 600]]);
  });

  await test.step('they are one step', async () => {
    await press(page, 'Take back');
    await expect(tiles(page)).toHaveCount(1);
    await press(page, 'Do again');
    await expect(tiles(page)).toHaveCount(6);
  });

  await test.step('after a reload they are there, and cropped further without the first', async () => {
    await press(page, 'Remove cloth.png');
    await page.reload();
    await expect(tiles(page)).toHaveCount(5);
    await press(page, 'Crop cloth (crop 3).png');
    await expect(kept(page)).toHaveText('270 × 270 of 900 × 600 pixels are kept.');
    await press(page, 'The middle square again');
    await dialog(page).getByRole('button', { name: 'Crop', exact: true }).click();
    await expect(page.getByText('900 × 600 px', { exact: true })).toBeVisible();
  });

  await test.step('the photograph goes with the last of them', async () => {
    await press(page, 'Remove all');
    await expect(tiles(page)).toHaveCount(0);
    await page.reload();
    await expect.poll(() => storedRecords(page, 'weft-originals')).toEqual([]);
  });
});

test('an image of an earlier version is cropped from the square that it kept', async ({ page }) => {
  await page.goto('./favicon.svg');
  const about = { id: '65a3f1b2c3d4e5f60718293a', name: 'old.png', order: 1, side: 300, notes: [], sample: null };
  const bytes = new Uint8Array(await files.png(300, 300));
  await keepRecords(page, 'weft-dataset', [{ ...about, sourceWidth: 4000, sourceHeight: 3000, caption: 'old', bytes }]);
  await page.goto('./?device=wasm#/dataset');
  await press(page, 'Crop old.png');
  await expect(dialog(page)).toContainText('Only the middle square of this photograph was kept');
  await expect(kept(page)).toHaveText('300 × 300 of 300 × 300 pixels are kept.');
  await press(page, 'Turn right');
  await dialog(page).getByRole('button', { name: 'Crop', exact: true }).click();
  await expect(page.getByText('300 × 300 of 300 × 300 px')).toBeVisible();
  const pixels = await pixelsOf(tile(page, 'old.png'));
  expect([...pixels.subarray(0, 3)]).toEqual([...files.CORNERS.bottomLeft]);
  await press(page, 'Take back');
  await expect(page.getByText('4000 × 3000 px', { exact: true })).toBeVisible();
});

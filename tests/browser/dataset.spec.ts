/** The dataset panel: whatever a person drops, they get a tile or are told why not, and the tiles stay. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { Rgb } from './images/pictureFiles.ts';
import * as files from './images/pictureFiles.ts';
import { type Corners, cornersOf, furthest } from './images/tilePixels.ts';
import { openTinyModel } from './models/tinyModel.ts';

interface NamedFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const named = (name: string, buffer: Buffer, mimeType = 'image/jpeg'): NamedFile => ({ name, mimeType, buffer });

const tiles = (page: Page) => page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem');
const tile = (page: Page, name: string) => tiles(page).filter({ has: page.getByRole('img', { name, exact: true }) });
const picture = (page: Page, name: string) => page.getByRole('img', { name, exact: true });
const error = (page: Page, name: string) => page.getByRole('alert').filter({ hasText: name });

async function add(page: Page, ...chosen: NamedFile[]): Promise<void> {
  await page.getByLabel('Add images').setInputFiles(chosen);
}

test.beforeEach(async ({ page }) => {
  await openTinyModel(page);
  await page.goto('./?device=wasm#/dataset');
});

test('chosen images become square tiles and are still there after a reload, but for one that was removed', async ({
  page,
}) => {
  const shades = await Promise.all([300, 320, 340].map((width) => files.jpeg(width, 240)));
  await add(page, ...shades.map((photo, index) => named(`cloth-${index}.jpg`, photo)));
  await expect(tiles(page)).toHaveCount(3);
  await expect(tile(page, 'cloth-2.jpg')).toContainText('340 × 240');
  const size = await picture(page, 'cloth-0.jpg').evaluate((image: HTMLImageElement) => [
    image.naturalWidth,
    image.naturalHeight,
  ]);
  expect(size).toEqual([240, 240]);

  await page.reload();
  await expect(tiles(page)).toHaveCount(3);
  await page.getByRole('button', { name: 'Remove cloth-1.jpg' }).click();
  await expect(tiles(page)).toHaveCount(2);

  await page.reload();
  await expect(tiles(page)).toHaveCount(2);
  await expect(picture(page, 'cloth-1.jpg')).toBeHidden();
  expect(furthest(await cornersOf(picture(page, 'cloth-2.jpg')), files.CORNERS)).toBeLessThanOrEqual(4);
});

test('files can be dropped on the panel', async ({ page }) => {
  const bytes = [...(await files.png(64, 64))];
  const dropped = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(content)], 'dropped.png', { type: 'image/png' }));
    return transfer;
  }, bytes);
  const target = page.getByRole('region', { name: /^Dataset/ }).getByText('Drop photographs');
  for (const event of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(event, { dataTransfer: dropped });
  await expect(picture(page, 'dropped.png')).toBeVisible();
});

/** Files as a drag or the clipboard holds them. */
const transferOf = (page: Page, ...held: { name: string; type: string; bytes: Buffer }[]) =>
  page.evaluateHandle(
    (contents) => {
      const transfer = new DataTransfer();
      for (const { name, type, bytes } of contents) {
        transfer.items.add(new File([Uint8Array.from(bytes)], name, { type }));
      }
      return transfer;
    },
    held.map(({ name, type, bytes }) => ({ name, type, bytes: [...bytes] })),
  );

test('a drop anywhere finds its panel, or it is said why not, and the page stays', async ({ page }) => {
  await page.goto('./?device=wasm#/train');
  const photo = { name: 'stray.png', type: 'image/png', bytes: await files.png(64, 64) };
  const letter = { name: 'letter.docx', type: '', bytes: Buffer.from('Dear all') };
  const drop = async (target: ReturnType<Page['locator']>, held: typeof photo) => {
    const dataTransfer = await transferOf(page, held);
    for (const event of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(event, { dataTransfer });
  };
  await drop(page.locator('nav').first(), photo);
  await expect(page).toHaveURL(/#\/dataset$/);
  await expect(picture(page, 'stray.png')).toBeVisible();
  await drop(page.locator('body'), letter);
  await expect(error(page, 'letter.docx')).toContainText('no panel has a use for it');
  await drop(page.getByRole('region', { name: /^Dataset/ }).getByRole('list'), {
    name: 'fine.safetensors',
    type: '',
    bytes: Buffer.from('no adapter'),
  });
  await expect(page).toHaveURL(/#\/library$/);
  await expect(error(page, 'fine.safetensors')).toBeVisible();
  // Nothing is left for the browser to open.
  const prevented = await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'x.png', { type: 'image/png' }));
    return ['dragover', 'drop'].map(
      (kind) => !document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true })),
    );
  });
  expect(prevented).toEqual([true, true]);
});

test('a picture is pasted from the clipboard, whichever panel is open', async ({ page }) => {
  await page.goto('./?device=wasm#/create');
  await expect(page.getByRole('heading', { name: 'Create', level: 1 })).toBeVisible();
  const clipboardData = await transferOf(page, {
    name: 'image.png',
    type: 'image/png',
    bytes: await files.png(64, 64),
  });
  await page.evaluate((data) => {
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, clipboardData);
  await expect(page).toHaveURL(/#\/dataset$/);
  await expect(picture(page, 'image.png')).toBeVisible();
});

test('all images are removed at a press, and come back by another', async ({ page }) => {
  await add(
    page,
    ...(await Promise.all([64, 72].map(async (side) => named(`${side}.png`, await files.png(side, side))))),
  );
  await expect(tiles(page)).toHaveCount(2);
  await page.getByLabel('Caption of 72.png').fill('a sks fabric');
  await page.getByRole('button', { name: 'Remove all' }).click();
  await expect(tiles(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Caption of 72.png')).toHaveValue('a sks fabric');
  await page.reload();
  await expect(tiles(page)).toHaveCount(2);
});

test('a caption that is cut says so where it stands', async ({ page }) => {
  await add(page, named('cloth.png', await files.png(64, 64)));
  await page.getByLabel('Caption of cloth.png').fill(`${'a very long caption '.repeat(30)} of sks fabric`);
  await expect(tile(page, 'cloth.png')).toContainText('tokens at most', { timeout: 60_000 });
  await expect(tile(page, 'cloth.png')).toContainText('The word sks stands in that part: nothing is learnt of it.');
});

test('one button adds the ten sample fabrics, and only once', async ({ page }) => {
  const samples = page.getByRole('button', { name: 'Use sample fabrics' });
  await samples.click();
  await expect(tiles(page)).toHaveCount(10);
  await samples.click();
  await expect(samples).toBeEnabled();
  await expect(tiles(page)).toHaveCount(10);
});

test('bad files are told of by name, each with a way out, and the good ones beside them are taken', async ({
  page,
}) => {
  await add(
    page,
    named('notes.jpg', Buffer.from('My notes on cloth.')),
    named('nothing.png', Buffer.alloc(0)),
    named('half.jpg', await files.truncatedJpeg(400, 300)),
    named('wall.png', files.enormousPng(20_000, 20_000), 'image/png'),
    named('phone.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'image/heic'),
    named('good.jpg', await files.jpeg(300, 300)),
  );
  await expect(picture(page, 'good.jpg')).toBeVisible();
  await expect(tiles(page)).toHaveCount(1);
  await expect(error(page, 'notes.jpg')).toContainText('This is not an image');
  await expect(error(page, 'nothing.png')).toContainText('This file is empty');
  await expect(error(page, 'half.jpg')).toContainText('This image is damaged: it ends too early');
  await expect(error(page, 'half.jpg')).toContainText('add it again');
  await expect(error(page, 'wall.png')).toContainText('20,000 × 20,000 pixels');
  await expect(error(page, 'wall.png')).toContainText('Make it smaller');
  await expect(error(page, 'phone.heic')).toContainText('HEIC');

  // One message, whatever and however much was wrong.
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page.getByRole('alert')).toContainText('5 files were not taken.');
  await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(error(page, 'notes.jpg')).toBeHidden();
});

test('a folder becomes pictures in the order of their names, each with its caption', async ({ page }, info) => {
  const folder = info.outputPath('10_sks fabric');
  await mkdir(folder, { recursive: true });
  for (const number of [10, 9]) {
    await writeFile(join(folder, `cloth-${number}.jpg`), await files.jpeg(80 + number, 80));
    await writeFile(join(folder, `cloth-${number}.txt`), `a sks fabric, number ${number}`);
  }
  await writeFile(join(folder, 'Thumbs.db'), 'x');
  await writeFile(join(folder, 'cloth-9.npz'), 'x');
  await page.getByLabel('Add a folder').setInputFiles(folder);
  await expect(tiles(page)).toHaveCount(2);
  await expect(tiles(page).nth(0)).toContainText('cloth-9.jpg');
  await expect(tiles(page).nth(1)).toContainText('cloth-10.jpg');
  await expect(page.getByLabel('Caption of cloth-10.jpg')).toHaveValue('a sks fabric, number 10');
  await expect(page.getByRole('alert')).toHaveText(/^cloth-9\.npz: This is not a picture/);
});

test('photos are turned upright, whichever way the camera was held', async ({ page }) => {
  const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
  const photos = await Promise.all(orientations.map((orientation) => files.jpeg(320, 240, orientation)));
  const webps = await Promise.all(orientations.map((orientation) => files.turnedWebp(320, 240, orientation)));
  await add(
    page,
    ...photos.map((photo, index) => named(`held-${orientations[index]}.jpg`, photo)),
    ...webps.map((webp, index) => named(`held-${orientations[index]}.webp`, webp, 'image/webp')),
  );
  await expect(tiles(page)).toHaveCount(16, { timeout: 60_000 });
  for (const name of orientations.flatMap((orientation) => [`held-${orientation}.jpg`, `held-${orientation}.webp`])) {
    await expect(tile(page, name)).toContainText('320 × 240');
    expect(furthest(await cornersOf(picture(page, name)), files.CORNERS), name).toBeLessThanOrEqual(4);
  }
});

test('of animations the first frame is taken, with a note', async ({ page }) => {
  await add(
    page,
    named('moving.gif', await files.animatedGif(120, 120), 'image/gif'),
    named('moving.webp', await files.animatedWebp(120, 120), 'image/webp'),
    named('moving.png', await files.animatedPng(120, 120), 'image/png'),
  );
  for (const name of ['moving.gif', 'moving.webp', 'moving.png']) {
    await expect(tile(page, name)).toContainText('Only the first frame');
    expect(furthest(await cornersOf(picture(page, name)), files.CORNERS), name).toBeLessThanOrEqual(4);
  }
});

test('print colours are taken as the browser shows them, with a note', async ({ page }) => {
  await add(page, named('print.jpg', await files.cmykJpeg(200, 200)));
  await expect(tile(page, 'print.jpg')).toContainText('CMYK');
  const { topLeft, bottomLeft } = await cornersOf(picture(page, 'print.jpg'));
  // Ink on paper shifts the colours, but red stays red and blue stays blue.
  expect(topLeft[0]).toBeGreaterThan(topLeft[2] + 100);
  expect(bottomLeft[2]).toBeGreaterThan(bottomLeft[0] + 100);
});

test('what is transparent becomes white', async ({ page }) => {
  await add(page, named('cut-out.png', await files.halfTransparentPng(128), 'image/png'));
  const white = [255, 255, 255] as const;
  const red = files.CORNERS.topLeft;
  const wanted: Corners = { topLeft: white, topRight: white, bottomLeft: red, bottomRight: red };
  expect(furthest(await cornersOf(picture(page, 'cut-out.png')), wanted)).toBeLessThanOrEqual(1);
});

test('profiles, sixteen bits, transparency and EXIF come out in the colours that are right', async ({ page }) => {
  const folder = 'tests/fixtures/photos';
  const expected = JSON.parse(await readFile(`${folder}/expected.json`, 'utf8')) as Record<string, Rgb[]>;
  const names = Object.keys(expected);
  await page.getByLabel('Add images').setInputFiles(names.map((name) => `${folder}/${name}`));
  await expect(tiles(page)).toHaveCount(names.length);
  for (const [name, colours] of Object.entries(expected)) {
    const [topLeft, topRight, bottomLeft, bottomRight] = colours as [Rgb, Rgb, Rgb, Rgb];
    const seen = await cornersOf(picture(page, name));
    expect(furthest(seen, { topLeft, topRight, bottomLeft, bottomRight }), name).toBeLessThanOrEqual(4);
  }
});

test('without an image there is nothing to train on, and the panel says where to get some', async ({ page }) => {
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Start training' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'no image' })).toBeVisible();
  await page.getByRole('link', { name: 'Add images first' }).click();
  await expect(page.getByLabel('Add images')).toBeAttached();
});

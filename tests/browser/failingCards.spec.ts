/** A picture, a film, a row that fails to be shown stays in its own place, and can be removed there. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { CREATE_DEFAULTS } from '../../src/features/drawing/settings/drawingDefaults.ts';
import { MORPH_DEFAULTS } from '../../src/features/morph/morphDefaults.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { keepRecords } from './outputs/storedRecords.ts';
import { goTo } from './outputs/studioSteps.ts';

test.beforeEach(({ page }) => openTinyModel(page));

const alerts = (page: Page, words: string) => page.getByRole('alert').filter({ hasText: words });

/** Bytes that are no picture. */
const BROKEN = new Uint8Array(8);
const drawn = (prompt: string, createdAt: number) => ({
  id: prompt,
  createdAt,
  settings: { ...CREATE_DEFAULTS, prompt },
  model: 'weft-starter',
  adapters: [],
  seconds: 1,
  png: BROKEN,
});
const film = (id: string, frames: number) => ({
  id,
  createdAt: frames,
  settings: MORPH_DEFAULTS,
  adapters: [],
  model: 'weft-starter',
  encoding: { format: 'gif', palette: 'frame', dither: false },
  frames,
  bytes: null,
});
const cell = (index: number) => ({ kind: 'cell', id: `cell-${index}`, grid: 'g', index, seconds: 1, png: BROKEN });
const grid = {
  kind: 'grid',
  id: 'grid',
  grid: 'g',
  drawn: {
    base: CREATE_DEFAULTS,
    adapters: [],
    columns: { setting: 'guidanceScale', values: [3, 7.5] },
    rows: null,
    model: 'weft-starter',
  },
};

test('pictures, films and images that fail leave the others alone', async ({ page }) => {
  // A page of the same origin on which the studio doesn't run.
  await page.goto('./favicon.svg');
  await keepRecords(page, 'weft-gallery', [drawn('whole', 1), drawn('odd', 2)]);
  await keepRecords(page, 'weft-compare', [grid, cell(0), cell(1)]);
  await keepRecords(page, 'weft-films', [film('f', 7), film('w', 9)]);
  // No record is known that can't be shown: the browser is made to fail at these words.
  await page.addInitScript(() => {
    const odd = ['odd', 'odd.png', 'guidance 3', 'Remove the film of 7 frames'];
    const { setAttribute } = Element.prototype;
    Element.prototype.setAttribute = function (name: string, value: string) {
      if (odd.includes(String(value))) throw new Error('out of order');
      setAttribute.call(this, name, value);
    };
  });

  await page.goto('./?device=wasm#/create');
  const gallery = page.getByRole('list', { name: 'Gallery' });
  await expect(gallery.getByRole('img', { name: 'whole' })).toBeVisible();
  const picture = alerts(page, 'This picture can’t be shown: out of order.');
  await picture.getByRole('button', { name: 'Remove it' }).click();
  await expect(picture).toHaveCount(0);
  await expect(gallery.getByRole('listitem')).toHaveCount(1);

  await goTo(page, 'Compare');
  await expect(page.getByRole('button', { name: 'guidance 7.5' })).toBeVisible();
  await expect(alerts(page, '“guidance 3” can’t be shown: out of order.')).toHaveCount(1);

  await goTo(page, 'Morph');
  const films = page.getByRole('list', { name: 'Films' });
  await expect(films.getByRole('button', { name: 'Remove the film of 9 frames' })).toBeVisible();
  const failed = alerts(page, 'This film can’t be shown: out of order.');
  await failed.getByRole('button', { name: 'Remove it' }).click();
  await expect(films.getByRole('listitem')).toHaveCount(1);

  await goTo(page, 'Dataset');
  const buffer = await readFile(
    `public/samples/${(await readdir('public/samples')).find((name) => /\.(jpe?g|png|webp)$/.test(name))}`,
  );
  const file = (name: string) => ({ name, mimeType: 'image/png', buffer });
  await page.getByLabel('Add images').setInputFiles([file('whole.png'), file('odd.png')]);
  const images = page.getByRole('list', { name: 'Images of the dataset' });
  await expect(images.getByRole('img', { name: 'whole.png' })).toBeVisible();
  await alerts(page, '“odd.png” can’t be shown: out of order.').getByRole('button', { name: 'Remove it' }).click();
  await expect(images.getByRole('listitem')).toHaveCount(1);
});

test('the frame says that the studio could not be loaded, and loads it once there is a connection', async ({
  page,
}) => {
  await page.route('**/assets/Studio-*.js', (route) => route.abort());
  await page.goto('./?device=wasm');
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Train' })).toBeVisible();
  await expect(alerts(page, 'The studio could not be loaded')).toBeVisible();
  await page.unroute('**/assets/Studio-*.js');
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await expect(page.getByRole('heading', { name: 'Dataset', level: 1 })).toBeVisible();
});

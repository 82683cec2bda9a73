/** Two tabs of the studio at once: each shows what the other does, and neither undoes it. */
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { craftedFile } from './adapters/craftedAdapter.ts';
import * as files from './images/pictureFiles.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { storedValues } from './outputs/storedRecords.ts';
import { DRAWING_TIMEOUT, fill, goTo, openStudio } from './outputs/studioSteps.ts';

test.beforeEach(({ context }) => openTinyModel(context));

const card = (page: Page, name: string) =>
  page
    .getByRole('list', { name: 'Adapters' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) });

async function rename(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: `Rename ${from}` }).click();
  await page.getByLabel(`New name for ${from}`).fill(to);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

const storedNames = async (page: Page) => (await storedAdapters(page)).map(({ name }) => name);

/** A tab with the library open. @param deaf as in a browser that has no channel between tabs */
async function libraryTab(context: BrowserContext, deaf = false): Promise<Page> {
  const page = await context.newPage();
  if (deaf) await page.addInitScript(() => Object.assign(globalThis, { BroadcastChannel: undefined }));
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  return page;
}

test('an adapter renamed in one tab is so in the other; deleted there, no old card brings it back', async ({
  context,
}) => {
  const a = await libraryTab(context);
  const b = await libraryTab(context);
  await a.getByLabel('Import adapters').setInputFiles(craftedFile('Woven', 1));
  await expect(card(b, 'Woven')).toBeVisible();
  await rename(a, 'Woven', 'Indigo');
  await expect(card(b, 'Indigo')).toBeVisible();
  await expect(card(b, 'Woven')).toHaveCount(0);

  // A tab that hears of nothing has an old card.
  const deaf = await libraryTab(context, true);
  await expect(card(deaf, 'Indigo')).toBeVisible();
  await b.getByRole('button', { name: 'Delete Indigo' }).click();
  await expect(card(a, 'Indigo')).toHaveCount(0);
  await rename(deaf, 'Indigo', 'Back again');
  await expect(card(deaf, 'Back again')).toHaveCount(0);
  expect(await storedNames(a)).toEqual([]);

  await b.getByRole('button', { name: 'Undo' }).click();
  await expect(card(a, 'Indigo')).toBeVisible();
  expect(await storedNames(a)).toEqual(['Indigo']);
  await a.reload();
  await expect(card(a, 'Indigo')).toBeVisible();
});

test('pictures added in both tabs at once are all there after a reload, each at its own place', async ({ context }) => {
  const [a, b] = [await context.newPage(), await context.newPage()];
  for (const page of [a, b]) await page.goto('./?device=wasm#/dataset');
  const tiles = (page: Page) => page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem');
  const named = async (from: string) =>
    Promise.all(
      Array.from({ length: 6 }, async (_, index) => ({
        name: `${from}-${index}.png`,
        mimeType: 'image/png',
        buffer: await files.png(40 + index, 40),
      })),
    );
  const chosen = [await named('a'), await named('b')] as const;
  await Promise.all([
    a.getByLabel('Add images').setInputFiles(chosen[0]),
    b.getByLabel('Add images').setInputFiles(chosen[1]),
  ]);
  for (const page of [a, b]) await expect(tiles(page)).toHaveCount(12);
  const order = (page: Page) =>
    tiles(page)
      .getByRole('img')
      .evaluateAll((all) => all.map((image) => image.getAttribute('alt')));
  expect(await order(b)).toEqual(await order(a));
  const before = await order(a);
  await a.reload();
  await expect(tiles(a)).toHaveCount(12);
  expect(await order(a)).toEqual(before);
  const places = await storedValues(a, 'weft-dataset', 'order');
  expect(new Set(places).size).toBe(12);

  // The adviser offers the same of pictures that are alike.
  await tiles(a).getByRole('button', { name: 'Remove a-0.png' }).click();
  await expect(tiles(b)).toHaveCount(11);
  await a.getByRole('button', { name: 'Undo' }).click();
  await expect(tiles(b)).toHaveCount(12);
});

test('a film is made by one tab at a time, and goes on in the other once it is paused', async ({ context }) => {
  const [a, b] = [await context.newPage(), await context.newPage()];
  for (const page of [a, b]) {
    await openStudio(page, 'wasm');
    await goTo(page, 'Morph');
  }
  await fill(a, { Keyframes: 2, 'Duration (s)': 20, 'Frames per second': 30, 'Sampling steps': 4 });
  await a.getByRole('button', { name: 'Render morph' }).click();
  const films = (page: Page) => page.getByRole('list', { name: 'Films' });
  await expect(a.getByText(/^Frame \d+ of 600/)).toBeVisible({ timeout: DRAWING_TIMEOUT });
  await expect(films(b)).toContainText('Being made in another tab.');
  await expect(films(b).getByRole('button')).toHaveCount(0);

  await a.getByRole('button', { name: 'Pause' }).click();
  await expect(a.getByText('Paused. What was drawn is kept.')).toBeVisible();
  const goOn = films(b).getByRole('button', { name: /^Go on from frame [1-9]\d* of 600$/ });
  await expect(goOn).toBeVisible();
  await goOn.click();
  await expect(films(a)).toContainText('Being made in another tab.');
  await b.getByRole('button', { name: 'Pause' }).click();
  await expect(films(a).getByRole('button', { name: /^Go on from frame/ })).toBeVisible();
  await films(a)
    .getByRole('button', { name: /^Remove/ })
    .click();
  await expect(films(b)).toHaveCount(0);
});

test('what the browser refuses to store says so on its card, is tried again, and leaving the page asks', async ({
  context,
}) => {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.transaction.db.name === 'weft-adapters' && !sessionStorage.getItem('room')) {
        throw new DOMException('no room', 'QuotaExceededError');
      }
      return put.call(this, value, key);
    };
  });
  await openStudio(page, 'wasm');
  await goTo(page, 'Library');
  await expect(page.getByText(/The browser (keeps all of this until|has not promised to keep this)/)).toBeVisible();
  await page.getByLabel('Import adapters').setInputFiles(craftedFile('Woven', 1));
  const note = card(page, 'Woven').getByRole('alert').filter({ hasText: 'did not store this' });
  await expect(note).toBeVisible();
  await note.getByRole('button', { name: 'Try again' }).click();
  await expect(note).toBeVisible();

  let asked = 0;
  const stay = (dialog: { dismiss: () => Promise<void> }) => {
    asked++;
    void dialog.dismiss();
  };
  page.on('dialog', stay);
  // A page that its person has touched may ask.
  await page.getByRole('heading', { name: 'Library', level: 1 }).click();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toBe(1);

  await page.evaluate(() => sessionStorage.setItem('room', 'yes'));
  await note.getByRole('button', { name: 'Try again' }).click();
  await expect(note).toHaveCount(0);
  await page.reload();
  await expect(card(page, 'Woven')).toBeVisible();
  expect(asked).toBe(1);
});

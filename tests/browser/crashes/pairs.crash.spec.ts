/** Two tabs in every pair of operations: on an image of the dataset, and on an adapter of the library. */
import { expect, type Page, test } from '@playwright/test';
import { craftedFile, TINY_MODEL } from '../adapters/craftedAdapter.ts';
import * as files from '../images/pictureFiles.ts';
import { storedAdapters } from '../outputs/storedAdapters.ts';
import { everyPair, type Table } from './tabPairs.ts';

/** What can't be clicked by then is gone. */
const QUICK = { timeout: 3000 };

interface Dataset {
  /** Of the image that is acted on; null where it is gone. */
  caption: string | null;
  others: string[];
}

const tiles = (page: Page) => page.getByRole('list', { name: 'Images of the dataset' }).getByRole('listitem');
const caption = (page: Page) => page.getByLabel('Caption of item.png');
const removeImage = (page: Page) => page.getByRole('button', { name: 'Remove item.png' }).click(QUICK);
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).click(QUICK);

async function addImage(page: Page, name: string): Promise<void> {
  const buffer = await files.png(40, 40);
  await page.getByLabel('Add images').setInputFiles({ name, mimeType: 'image/png', buffer });
}

const dataset: Table<Dataset> = {
  panel: 'dataset',
  start: { caption: 'a cloth', others: ['first.png'] },
  async prepare(page) {
    for (const name of ['first.png', 'item.png']) {
      await addImage(page, name);
      await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible();
    }
    await caption(page).fill('a cloth');
    await page.waitForTimeout(1000);
  },
  async read(page) {
    await expect(tiles(page).first()).toBeVisible();
    const names = await tiles(page)
      .getByRole('img')
      .evaluateAll((all) => all.map((image) => image.getAttribute('alt') ?? ''));
    const here = names.includes('item.png');
    return {
      caption: here ? await caption(page).inputValue() : null,
      others: names.filter((name) => name !== 'item.png').sort(),
    };
  },
  operations: [
    {
      name: 'caption',
      onItem: true,
      act: (page, tab) => caption(page).fill(`a cloth of ${tab}`, QUICK),
      apply: (state, tab) => ({ ...state, caption: state.caption === null ? null : `a cloth of ${tab}` }),
    },
    { name: 'remove', onItem: true, act: removeImage, apply: (state) => ({ ...state, caption: null }) },
    {
      name: 'undo',
      onItem: true,
      hides: true,
      ready: removeImage,
      readied: (state) => ({ ...state, caption: null }),
      act: undo,
      apply: (state) => ({ ...state, caption: 'a cloth' }),
    },
    {
      name: 'add',
      onItem: false,
      act: (page, tab) => addImage(page, `new ${tab}.png`),
      apply: (state, tab) => ({ ...state, others: [...state.others, `new ${tab}.png`].sort() }),
    },
  ],
};

interface Library {
  /** The adapter that is acted on; null where it is gone. */
  item: { name: string; fewSteps: boolean } | null;
  others: string[];
}

const ITEM = /^Item/;
const headings = (page: Page) => page.getByRole('list', { name: 'Adapters' }).getByRole('heading');
const card = (page: Page) =>
  page
    .getByRole('list', { name: 'Adapters' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: ITEM }) });
const fewSteps = (page: Page) => card(page).getByLabel('Draws in a few steps', { exact: true });
const deleteItem = (page: Page) => page.getByRole('button', { name: 'Delete Item' }).click(QUICK);
const importNamed = (page: Page, name: string) =>
  page.getByLabel('Import adapters').setInputFiles(craftedFile(name, name.length, TINY_MODEL));

const library: Table<Library> = {
  panel: 'library',
  start: { item: { name: 'Item', fewSteps: false }, others: ['First'] },
  async prepare(page) {
    for (const name of ['First', 'Item']) {
      await importNamed(page, name);
      await expect(headings(page).filter({ hasText: name })).toBeVisible({ timeout: 60_000 });
    }
    await page.waitForTimeout(1000);
  },
  async read(page) {
    await expect(headings(page).first()).toBeVisible();
    // Each with its numbers, or this throws.
    const stored = await storedAdapters(page);
    for (const { theta } of stored) expect(theta.length).toBeGreaterThan(0);
    const names = await headings(page).allTextContents();
    const name = names.find((other) => ITEM.test(other));
    if (name && !(await fewSteps(page).isVisible())) await card(page).getByText('Settings of its run').click(QUICK);
    return {
      item: name ? { name, fewSteps: await fewSteps(page).isChecked() } : null,
      others: names.filter((other) => !ITEM.test(other)).sort(),
    };
  },
  operations: [
    {
      name: 'rename',
      onItem: true,
      ready: async (page, tab) => {
        await page.getByRole('button', { name: 'Rename Item' }).click();
        await page.getByLabel('New name for Item').fill(`Item of ${tab}`);
      },
      act: (page) => page.getByRole('button', { name: 'Save', exact: true }).click(QUICK),
      apply: (state, tab) => ({ ...state, item: state.item && { ...state.item, name: `Item of ${tab}` } }),
    },
    {
      name: 'mark',
      onItem: true,
      act: (page) => fewSteps(page).check(QUICK),
      apply: (state) => ({ ...state, item: state.item && { ...state.item, fewSteps: true } }),
    },
    { name: 'delete', onItem: true, act: deleteItem, apply: (state) => ({ ...state, item: null }) },
    {
      name: 'undo',
      onItem: true,
      hides: true,
      ready: deleteItem,
      readied: (state) => ({ ...state, item: null }),
      act: undo,
      apply: (state) => ({ ...state, item: { name: 'Item', fewSteps: false } }),
    },
    {
      name: 'import',
      onItem: false,
      act: (page, tab) => importNamed(page, `New ${tab}`),
      apply: (state, tab) => ({ ...state, others: [...state.others, `New ${tab}`].sort() }),
    },
  ],
};

test.setTimeout(30 * 60_000);

for (const deaf of [false, true]) {
  const where = deaf ? 'tabs that hear nothing of each other' : 'two tabs';
  test(`${where}: an image of the dataset`, ({ browser }) => everyPair(browser, dataset, deaf));
  test(`${where}: an adapter of the library`, ({ browser }) => everyPair(browser, library, deaf));
}

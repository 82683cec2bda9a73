/**
 * Two tabs, each of which does something at the same moment, in every pair of operations: what comes of it is what comes of
 * the one after the other. Nothing is lost, half there or there again, and both tabs show it.
 */
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { openTinyModel } from '../models/tinyModel.ts';
import { storedAdapters } from '../outputs/storedAdapters.ts';
import { DRAWING_TIMEOUT, fill } from '../outputs/studioSteps.ts';
import { ownerless } from './ownerless.ts';
import { pressDraw, readyGrid } from './panels/comparePanel.ts';
import { pressGenerate, tileOfSeed } from './panels/galleryPanel.ts';
import { bring, card, madeAdapter, madeWord } from './panels/libraryPanel.ts';
import { modelFile } from './panels/modelFile.ts';
import { addClassImages, classImages, openClassImages, savePreset } from './panels/trainPanel.ts';
import { chosenPicture, type Operation, openModelFile } from './tabs/operation.ts';
import { OPERATIONS } from './tabs/operations.ts';
import { snapshotIn } from './tabs/storageSnapshot.ts';
import { type StudioState, shownState, storedState } from './tabs/studioState.ts';

const BEFORE: StudioState = {
  images: ['first.png: an old cloth', 'second.png: '],
  datasets: ['first: My fabric', 'other: Spare'],
  adapters: ['Base.safetensors: Base', 'Other.safetensors: Other'],
  words: ['<twill>', '<warp>'],
  films: [2, 3],
  grid: '1, 2',
  models: ['linen'],
  pictures: ['11', '12', '13'],
  presets: ['Ikat', 'Kente'],
  classImages: ['first-class.png', 'second-class.png'],
};

const panel = (page: Page, name: string) => page.goto(`./?device=wasm#/${name}`);

/** Fills the studio of a context; gives what puts all of it back, and the page that does so. */
async function prepare(context: BrowserContext): Promise<{ page: Page; putBack: () => Promise<void> }> {
  await openTinyModel(context);
  const page = await context.newPage();
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  await panel(page, 'dataset');
  await page
    .getByLabel('Add images')
    .setInputFiles([await chosenPicture('first.png'), await chosenPicture('second.png')]);
  await page.getByLabel('Caption of first.png').fill('an old cloth');
  await page.getByRole('button', { name: 'New dataset' }).click();
  await page.getByLabel('Name of the dataset').fill('Spare');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByLabel('Open dataset', { exact: true })).toContainText('Spare (0)');
  await page.getByLabel('Open dataset', { exact: true }).selectOption('first');
  await panel(page, 'library');
  await bring(page, madeAdapter('Base', 1), madeAdapter('Other', 2));
  for (const token of ['<warp>', '<twill>']) {
    await page.getByLabel('Import adapters').setInputFiles(madeWord(token, 3));
    await expect(card(page, token, 'Learnt words')).toBeVisible();
  }
  await openModelFile(page);
  await page.getByLabel('Choose the file').setInputFiles(modelFile('linen', 1));
  await expect(page.getByRole('button', { name: 'Use linen' })).toBeVisible({ timeout: 60_000 });
  await panel(page, 'compare');
  await readyGrid(page, '1, 2');
  await pressDraw(page);
  await expect(page.getByRole('status').filter({ hasText: /^2 pictures/ })).toBeVisible({ timeout: DRAWING_TIMEOUT });
  await panel(page, 'morph');
  for (const frames of [2, 3]) {
    await fill(page, { Keyframes: 2, 'Duration (s)': 1, 'Frames per second': frames, 'Sampling steps': 1 });
    await page.getByRole('button', { name: 'Render morph' }).click();
    const made = page.getByRole('region', { name: 'Morph: results' }).getByText(`${frames} frames ·`);
    await expect(made.first()).toBeVisible({ timeout: DRAWING_TIMEOUT });
  }
  await panel(page, 'create');
  for (const seed of [11, 12, 13]) {
    await pressGenerate(page, seed);
    await expect(tileOfSeed(page, seed)).toBeVisible({ timeout: DRAWING_TIMEOUT });
  }
  await panel(page, 'train');
  for (const name of ['Kente', 'Ikat']) await savePreset(page, name, name === 'Ikat' ? 77 : 78);
  await openClassImages(page);
  await addClassImages(page, 'first-class.png', 'second-class.png');
  await expect(classImages(page)).toHaveCount(2);
  await page.waitForTimeout(1000);
  await page.goto('./favicon.svg');
  expect(await storedState(page)).toEqual({ ...BEFORE, models: undefined, grid: undefined });
  return { page, putBack: await snapshotIn(page) };
}

/** All that may come of the two, whichever is first. */
function outcomes(one: Operation, other: Operation): StudioState[] {
  const inTurn = (...turns: [Operation, 'a' | 'b'][]) =>
    turns.reduce<StudioState[]>(
      (states, [operation, side]) => states.flatMap((state) => operation.makes(state, side)),
      [BEFORE],
    );
  return [...inTurn([one, 'a'], [other, 'b']), ...inTurn([other, 'b'], [one, 'a'])];
}

/** Whether the databases have what may come of the two. */
async function mayBeStored(keeper: Page, one: Operation, other: Operation): Promise<boolean> {
  const stored = JSON.stringify(Object.entries(await storedState(keeper)).sort());
  return outcomes(one, other).some(
    ({ grid: _, models: __, ...rest }) => JSON.stringify(Object.entries(rest).sort()) === stored,
  );
}

/**
 * Keeps a page from opening its model from now on, which most of what is tried does without: compiling the runtime takes
 * longer than all of that.
 */
const withoutModel = (page: Page) => page.route('**/ort/*.wasm', () => undefined);

async function tryPair(context: BrowserContext, keeper: Page, one: Operation, other: Operation): Promise<void> {
  const tabs = [
    { page: await context.newPage(), operation: one, side: 'a' },
    { page: await context.newPage(), operation: other, side: 'b' },
  ] as const;
  try {
    for (const { page, operation } of tabs) {
      page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
      if (!operation.computes) await withoutModel(page);
      await panel(page, operation.panel);
    }
    for (const { page, operation, side } of tabs) await operation.ready(page, side);
    await Promise.all(tabs.map(({ page, operation, side }) => operation.act(page, side)));
    await Promise.all(tabs.map(({ page, operation, side }) => operation.done(page, side)));
    // A page shows what it does before storage has it. What never comes there is told below, with what there is instead.
    await expect
      .poll(() => mayBeStored(keeper, one, other), { timeout: 30_000 })
      .toBe(true)
      .catch(() => undefined);
    for (const { page } of tabs) await withoutModel(page);
    await Promise.all(tabs.map(({ page }) => page.reload()));
    const shown = [await shownState(tabs[0].page), await shownState(tabs[1].page)];
    expect(shown[1], 'what the second tab shows').toEqual(shown[0]);
    const { grid, models, adapters, ...rest } = shown[0] as StudioState;
    const stored = await storedState(keeper);
    const { images, datasets, words, films, pictures, presets, classImages } = stored;
    expect(rest, 'what is shown').toEqual({ images, datasets, words, films, pictures, presets, classImages });
    expect(adapters).toEqual(stored.adapters.map((adapter) => adapter.split(': ')[1]).sort());
    expect(outcomes(one, other)).toContainEqual({ ...stored, grid, models });
    // Each with all its numbers.
    for (const { theta } of await storedAdapters(keeper)) expect(theta.length).toBeGreaterThan(0);
    for (const { page } of tabs) {
      await expect(page.getByText(/could not|damaged|cannot be read/i)).toHaveCount(0);
    }
    await tabs[1].page.close();
    // Swept once a tab is alone.
    await tabs[0].page.reload();
    await expect.poll(() => ownerless(keeper), { timeout: 20_000, message: 'what nothing speaks of' }).toEqual([]);
  } finally {
    for (const { page } of tabs) await page.close();
  }
}

test.setTimeout(60 * 60_000);

/** Pairs of one operation with itself and those after it, in a context of their own; failures are told together. */
async function tryAll(browser: Browser, one: Operation): Promise<void> {
  const others = OPERATIONS.slice(OPERATIONS.indexOf(one));
  const context = await browser.newContext();
  const failures: string[] = [];
  const { page, putBack } = await prepare(context);
  for (const other of others) {
    await putBack();
    await tryPair(context, page, one, other).catch((error: unknown) => {
      failures.push(`${one.name} | ${other.name}: ${error instanceof Error ? error.message : error}`);
      console.info(`  ${failures.at(-1)}`);
    });
  }
  console.info(`  ${others.length} pairs, ${failures.length} failures`);
  expect(failures.join('\n\n')).toBe('');
  await context.close();
}

for (const operation of OPERATIONS) {
  test(`${operation.name}, while another tab does the same or another thing`, ({ browser }) =>
    tryAll(browser, operation));
}

/** A sweep of two settings: told before it starts, run through the queue, and compared side by side in the library and a grid. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import { DrawnGrid } from '../../src/features/compare/grid/gridSettings.ts';
import { openTinyModel } from './models/tinyModel.ts';
import { keptClassImages } from './outputs/keptClassImages.ts';
import { pngText } from './outputs/pngText.ts';
import { storedAdapters } from './outputs/storedAdapters.ts';
import { addTwoFabrics, DRAWING_TIMEOUT, fill, goTo, openStudio, TRAINING_TIMEOUT } from './outputs/studioSteps.ts';

const STEPS = 10;
const NAMES = [
  'Indigo, rank 2, learning rate 0.001',
  'Indigo, rank 2, learning rate 0.01',
  'Indigo, rank 3, learning rate 0.001',
  'Indigo, rank 3, learning rate 0.01',
];

const queue = (page: Page) => page.getByRole('region', { name: 'Queue' });
const sweep = (page: Page) => page.getByRole('region', { name: 'Sweep “Indigo”' });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function fillSweep(page: Page): Promise<void> {
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, {
    'Adapter name': 'Indigo',
    Steps: STEPS,
    'Class images': 2,
    'LoRA alpha': 2,
    'Steady loss every': 5,
    'Sample pictures every': 0,
  });
  await page.getByText('Sweep: many runs that differ', { exact: true }).click();
  await page.getByLabel('First setting', { exact: true }).selectOption({ label: 'Rank' });
  await page.getByLabel('Second setting', { exact: true }).selectOption({ label: 'Learning rate' });
  await fill(page, { 'Values of “Rank”': '2, 3', 'Values of “Learning rate”': '0.001, 0.01' });
}

test('two by two runs end in their grid, stand side by side, and one of them is kept', async ({ context, page }) => {
  test.setTimeout(12 * 60_000);
  await openTinyModel(context);
  // The dialogue for files is the system's own: as in browsers that have none, a download comes.
  await page.addInitScript(() => void Reflect.deleteProperty(window, 'showSaveFilePicker'));
  page.on('dialog', (dialog) => void dialog.accept());
  await openStudio(page, 'wasm');
  await addTwoFabrics(page);
  await goTo(page, 'Train');
  await fillSweep(page);

  await test.step('what is wrong is said at its field, and what it takes before it starts', async () => {
    await fill(page, { 'Values of “Rank”': '2, 300' });
    await expect(page.getByLabel('Values of “Rank”', { exact: true })).toHaveAccessibleDescription(
      /hold “300”, which must be 64 or less/,
    );
    await expect(page.getByRole('button', { name: /^Add \d+ runs to the queue/ })).toHaveCount(0);
    await fill(page, { 'Values of “Rank”': '2, 3' });
    await expect(page.getByText(/^4 runs\. Time on this device: .* with 2 class images that they share/)).toBeVisible();
    await expect(page.getByText(/They take about \d+(\.\d)? [KM]B of storage/)).toBeVisible();
  });

  await test.step('the form is as it was after a reload', async () => {
    await page.reload();
    await expect(page.getByRole('region', { name: 'Status' })).toContainText('on wasm', { timeout: DRAWING_TIMEOUT });
    await page.getByText('Sweep: many runs that differ', { exact: true }).click();
    await expect(page.getByLabel('Values of “Rank”', { exact: true })).toHaveValue('2, 3');
  });

  await test.step('its values are a step of the history, like every field', async () => {
    const ranks = page.getByLabel('Values of “Rank”', { exact: true });
    await ranks.fill('2, 3, 4');
    await expect(page.getByRole('button', { name: 'Take back' })).toHaveAccessibleDescription(
      'Values of “Rank” in Train',
    );
    await page.getByRole('button', { name: 'Take back' }).click();
    await expect(ranks).toHaveValue('2, 3');
  });

  await test.step('as a bundle it has lists for the runner', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: TRAINING_TIMEOUT }),
      press(page, 'Take the sweep elsewhere'),
    ]);
    expect(download.suggestedFilename()).toBe('weft-sweep-indigo.zip');
    const files = unzipSync(await readFile(await download.path()), { filter: ({ name }) => name === 'run.json' });
    const { settings } = JSON.parse(strFromU8(files['run.json'] ?? new Uint8Array()));
    expect(settings).toMatchObject({ adapterName: 'Indigo', rank: [2, 3], learningRate: [0.001, 0.01], steps: STEPS });
  });

  await press(page, 'Add 4 runs to the queue');
  await expect(page.getByText('4 runs are in the queue.')).toBeVisible();
  await expect(queue(page)).toHaveCount(0, { timeout: TRAINING_TIMEOUT });
  const stored = await storedAdapters(page);
  expect(stored.map(({ name, rank, stepsDone }) => `${name}: ${rank}, ${stepsDone}`).sort()).toEqual([
    `${NAMES[0]}: 2, ${STEPS}`,
    `${NAMES[1]}: 2, ${STEPS}`,
    `${NAMES[2]}: 3, ${STEPS}`,
    `${NAMES[3]}: 3, ${STEPS}`,
  ]);
  // Drawn once, for all of them.
  expect((await keptClassImages(page)).map(({ images }) => images.length)).toEqual([2]);

  await test.step('they stand side by side in the library', async () => {
    await goTo(page, 'Library');
    const rows = sweep(page).getByRole('row');
    await expect(rows).toHaveCount(5);
    const cells = await rows.nth(1).getByRole('cell').allTextContents();
    expect(cells.slice(0, 2)).toEqual(['2', '0.001']);
    expect(Number(cells[2])).toBeGreaterThan(0);
    await expect(page.getByText('Sweep “Indigo”: rank 3, learning rate 0.01')).toBeVisible();
  });

  await test.step('a picture for each, from one prompt and seed, at the place of its values', async () => {
    await sweep(page).getByRole('link', { name: 'Compare in a grid' }).click();
    await fill(page, { 'Sampling steps': 2 });
    await press(page, 'Draw 4 pictures');
    await expect(page.getByRole('status').filter({ hasText: /^4 pictures, drawn in/ })).toBeVisible({
      timeout: DRAWING_TIMEOUT,
    });
    const table = page.getByRole('table', { name: /^Grid: / });
    await expect(table.getByRole('columnheader', { name: 'rank 2' })).toBeVisible();
    await expect(table.getByRole('rowheader', { name: 'learning rate 0.01' })).toBeVisible();
    await expect(table.getByText(/^steady loss \d+\.\d{3}$/)).toHaveCount(4);
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save grid as PNG')]);
    const text = pngText(await readFile(await download.path()));
    const drawn = DrawnGrid.parse(JSON.parse(text['weft-grid'] ?? ''));
    expect(drawn.columns).toMatchObject({ setting: 'trained', of: { name: 'Indigo', setting: 'rank' } });
    expect(drawn.known?.map(({ name }) => name).sort()).toEqual(NAMES);
  });

  await test.step('one is kept alone, and the others are put back by one Undo', async () => {
    await goTo(page, 'Library');
    await press(page, `Keep “${NAMES[1]}” alone`);
    await expect(sweep(page).getByRole('row')).toHaveCount(2);
    await press(page, 'Undo');
    await expect(sweep(page).getByRole('row')).toHaveCount(5);
    await press(page, `Keep “${NAMES[1]}” alone`);
    await expect(sweep(page).getByRole('row')).toHaveCount(2);
    await page.reload();
    await expect(sweep(page).getByRole('row')).toHaveCount(2);
    await expect.poll(async () => (await storedAdapters(page)).map(({ name }) => name)).toEqual([NAMES[1]]);
  });
});

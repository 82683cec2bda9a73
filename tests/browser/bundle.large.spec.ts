/** A bundle of 200 photographs at 512 pixels: it is streamed, and JavaScript holds little of it. */
import { stat } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { fillRecords } from '../../bench/largeSets/fill.mjs';
import { openTinyModel } from './models/tinyModel.ts';
import { HeapGrowth } from './outputs/heapGrowth.ts';
import { fill, goTo, openStudio } from './outputs/studioSteps.ts';

const COUNT = 200;
const SIDE = 512;
/** Bytes that heaps and buffers may grow by. */
const MOST = 100e6;

test.setTimeout(30 * 60_000);

test('a bundle of 200 photographs takes no more than 100 MB', async ({ page }) => {
  await openTinyModel(page.context());
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await page.goto('./favicon.svg');
  const records = Array.from({ length: COUNT }, (_, index) => ({
    id: `first ${index}`,
    name: `cloth ${index}.png`,
    order: index,
    side: SIDE,
    sourceWidth: SIDE,
    sourceHeight: SIDE,
    notes: [],
    sample: null,
    caption: '',
  }));
  await fillRecords(page, { database: 'weft-dataset', records, picture: 'bytes', side: SIDE });
  await openStudio(page, 'wasm');
  await goTo(page, 'Train');
  await page.getByText('Expert settings', { exact: true }).click();
  await fill(page, { 'Class images': 0 });
  await page.getByLabel('Resolution', { exact: true }).selectOption({ label: `${SIDE} px` });
  const heap = await HeapGrowth.of(page);
  const path = test.info().outputPath('bundle.zip');
  const grown = await heap.during(async () => {
    const downloading = page.waitForEvent('download', { timeout: 15 * 60_000 });
    await page.getByRole('button', { name: 'Go on elsewhere', exact: true }).click();
    await (await downloading).saveAs(path);
  });
  const { size } = await stat(path);
  console.info(`  ${(size / 1e6).toFixed(0)} MB written, grew by ${(grown / 1e6).toFixed(1)} MB`);
  // Each photograph twice, and of which PNG saves little.
  expect(size).toBeGreaterThan(2 * COUNT * 200_000);
  expect(grown).toBeLessThan(MOST);
});

/** What is damaged or fails to be shown stays in its place, is told of, and can be taken away and removed. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { openTinyModel } from './models/tinyModel.ts';
import { keepRecords } from './outputs/storedRecords.ts';
import { goTo } from './outputs/studioSteps.ts';

test.beforeEach(({ page }) => openTinyModel(page));

const alerts = (page: Page, words: string | RegExp) => page.getByRole('alert').filter({ hasText: words });
const names = (page: Page) => page.getByRole('list', { name: 'Learnt words' }).getByRole('heading', { level: 2 });

const word = (id: string, change: object = {}) => ({
  id,
  name: id,
  createdAt: 1,
  method: 'embedding',
  origin: { kind: 'foreign', metadata: {} },
  file: null,
  embedding: { baseModel: 'weft-starter', token: `<${id}>`, width: 32, vectors: new Float32Array(32) },
  ...change,
});

/** Puts words into storage as they are given. */
async function keepWords(page: Page, records: readonly { id: string }[]): Promise<void> {
  // A page of the same origin on which the studio doesn't run.
  await page.goto('./favicon.svg');
  await keepRecords(page, 'weft-embeddings', records);
}

test('a damaged record is told of, saved as it is, removed, and put back', async ({ page }) => {
  await keepWords(page, [word('whole'), word('damaged', { createdAt: 'yesterday' }), word('blank', { name: ' ' })]);
  await page.goto('./?device=wasm#/library');
  await expect(names(page)).toHaveText(['Unnamed', 'whole']);
  const told = alerts(page, 'An entry of the library’s words was damaged and left out.');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    told.getByRole('button', { name: 'Save them as they are' }).click(),
  ]);
  const [saved] = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(saved).toMatchObject({ id: 'damaged', createdAt: 'yesterday', embedding: { token: '<damaged>' } });
  expect(Buffer.from(saved.embedding.vectors.$Float32Array, 'base64')).toHaveLength(4 * 32);

  await told.getByRole('button', { name: 'Remove them' }).click();
  await expect(told).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.reload();
  await told.getByRole('button', { name: 'Remove them' }).click();
  await expect(told).toHaveCount(0);
  await page.reload();
  await expect(names(page)).toHaveText(['Unnamed', 'whole']);
  await expect(told).toHaveCount(0);
});

test('a card that fails, and a panel that does, leave the others alone', async ({ page }) => {
  await keepWords(page, [word('whole'), word('odd', { createdAt: 2 })]);
  // No record is known that a card can't show: the browser is made to fail at one date.
  await page.addInitScript(() => {
    const textOf = Date.prototype.toLocaleString;
    Date.prototype.toLocaleString = function (...options: unknown[]) {
      if (this.getTime() === 2) throw new Error('no such date');
      return textOf.apply(this, options as []);
    };
  });
  await page.goto('./?device=wasm#/library');
  await expect(names(page)).toHaveText(['whole']);
  const failed = alerts(page, '“odd” can’t be shown: no such date.');
  await expect(failed).toHaveCount(1);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    failed.getByRole('button', { name: 'Save its record' }).click(),
  ]);
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ id: 'odd', createdAt: 2 });
  await failed.getByRole('button', { name: 'Delete it' }).click();
  await expect(failed).toHaveCount(0);
  await expect(names(page)).toHaveText(['whole']);

  // Lists that hold a sampler stand in for whatever may fail in a whole panel.
  await page.evaluate(() => {
    const { map } = Array.prototype;
    const failing = function (this: unknown[], each: (item: unknown, index: number, all: unknown[]) => unknown) {
      if (this.includes('euler ancestral')) throw new Error('out of order');
      return map.call(this, each);
    };
    Object.defineProperty(Array.prototype, 'map', { value: failing });
  });
  await page.getByRole('navigation').getByRole('link', { name: 'Create' }).click();
  await expect(alerts(page, 'The panel “Create” can’t be shown: out of order.')).toHaveCount(1);
  await goTo(page, 'Dataset');
});
